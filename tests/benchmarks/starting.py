"""Time to the first poll and the first answers, compared with a bare bot of python-telegram-bot.

    python -m tests.benchmarks.starting [--rounds 7]

Times are from the start of the process to its first getUpdates, and to the answers to an emergency and to a question
that are already waiting. `legwise run` has a database and the packaged content, with the packaged encoder and by words
alone, each with a full cache and with an empty one; the library's bot only echoes. All bots start in every round, and
medians are printed: elapsed seconds, and the processor seconds until then, which are more reliable on a busy machine.
Those of the first poll are also compared with the library's in the same round. Needs the tests' packages, the encoder
and psutil: pip install -r .requirements/bench.txt
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

import psutil

from bot.simulator import BotApiSimulator, serve
from bot.store.database import open_database
from tests.benchmarks.commands import MODELS, QUESTION
from tests.benchmarks.processes import Setting, make_bot_processes, prepare, question, run_echo_bot

ROUNDS = 7
EMERGENCY = "my chest hurts and I can't breathe"
WAITING = {1: EMERGENCY, 2: QUESTION}
"""What each user has asked."""
MOMENTS = ("first poll", "emergency", "question")


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds from the start of a process, and its processor seconds until then."""

    elapsed: float
    spent: float


Starter = Callable[[BotApiSimulator], Awaitable[list[Moment]]]


async def _echo(server: BotApiSimulator) -> list[Moment]:
    begin = time.monotonic()
    async with run_echo_bot(server) as process:
        return await _measure(server, process, begin)


def _legwise(model: str, cache: dict[str, str]) -> Starter:
    async def started(server: BotApiSimulator) -> list[Moment]:
        async with make_bot_processes(Setting(), server, LEGWISE_CONTENT="", LEGWISE_MODEL=model, **cache) as bot:
            async with open_database(bot.url):
                pass  # creates the tables, which only a first start does
            begin = time.monotonic()
            return await _measure(server, await bot.start(0), begin)

    return started


def _from_empty(model: str) -> Starter:
    async def started(server: BotApiSimulator) -> list[Moment]:
        with tempfile.TemporaryDirectory() as cache:
            return await _legwise(model, {"XDG_CACHE_HOME": cache})(server)

    return started


ECHO = "PTB's echo"
STARTERS: dict[str, Starter] = {
    ECHO: _echo,
    **{f"{name}, full cache": _legwise(model, {}) for name, model in MODELS.items()},
    **{f"{name}, empty cache": _from_empty(model) for name, model in MODELS.items()},
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the start of a bot.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    count: int = parser.parse_args().rounds
    prepare()
    rounds = [{name: asyncio.run(_started(starter)) for name, starter in STARTERS.items()} for _ in range(count)]
    print(f"seconds from the start of the process, elapsed / processor, medians of {count}:")
    print(f"{'':<30}" + "".join(f"{moment:>16}" for moment in MOMENTS) + f"{'poll of PTB':>18}")
    for name in STARTERS:
        _print(name, [each[name] for each in rounds], [each[ECHO] for each in rounds])


async def _started(starter: Starter) -> list[Moment]:
    async with serve() as server:
        await server.queue(*(question(user, words) for user, words in WAITING.items()))
        return await starter(server)


async def _measure(server: BotApiSimulator, process: Process, begin: float) -> list[Moment]:
    def is_answered(user: int) -> bool:
        return any(message["chat"]["id"] == user for message in server.api.posted)

    events: list[Callable[[], object]] = [lambda: server.polls, *(partial(is_answered, user) for user in WAITING)]
    moments = []
    for has_come in events:
        await server.until(has_come)
        elapsed, spent = time.monotonic() - begin, psutil.Process(process.pid).cpu_times()
        moments.append(Moment(elapsed, spent.user + spent.system))
    return moments


def _print(name: str, ours: Sequence[list[Moment]], echo: Sequence[list[Moment]]) -> None:
    print(f"{name:<30}", end="")
    for times in zip(*ours, strict=True):
        both = f"{median(each.elapsed for each in times):.2f} / {median(each.spent for each in times):.2f}"
        print(f"{both:>16}", end="")
    polls = [(our[0], its[0]) for our, its in zip(ours, echo, strict=True)]
    elapsed, spent = median(a.elapsed / b.elapsed for a, b in polls), median(a.spent / b.spent for a, b in polls)
    print(f"{f'{elapsed:.2f}x / {spent:.2f}x':>18}")


if __name__ == "__main__":
    main()
