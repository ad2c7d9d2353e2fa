"""Time to the first poll and the first answer, compared with a bare bot of python-telegram-bot.

    python -m tests.benchmarks.starting [--pairs 7]

Times are from the start of the process to its first getUpdates, and to the answer of a question that is already
waiting. `legwise run` has a database and the packaged content with a full cache, once with the packaged encoder and
once by words alone; the library's bot only echoes. All bots start in every round and are compared within a round;
medians are printed. On a busy machine, the processor seconds until the first poll are more reliable than the elapsed
ones. Needs the tests' packages, the encoder and psutil: pip install -r .requirements/bench.txt
"""

from __future__ import annotations

import argparse
import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

from bot.simulator import BotApiSimulator, serve
from bot.store.database import open_database
from tests.benchmarks.processes import Setting, make_bot_processes, prepare, run_echo_bot
from tests.bot.sample_updates import said

PAIRS = 7
QUESTION = "what is my body lacking"


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds to the first poll, processor seconds until then, and seconds to the first answer."""

    polled: float
    spent: float
    answered: float


Starter = Callable[[BotApiSimulator], Awaitable[Started]]


async def _echo(server: BotApiSimulator) -> Started:
    begin = time.monotonic()
    async with run_echo_bot(server) as process:
        return await _measure(server, process, begin)


def _legwise(model: str) -> Starter:
    async def started(server: BotApiSimulator) -> Started:
        async with make_bot_processes(Setting(), server, LEGWISE_CONTENT="", LEGWISE_MODEL=model) as bot:
            async with open_database(bot.url):
                pass  # creates the tables, which only a first start does
            begin = time.monotonic()
            return await _measure(server, await bot.start(0), begin)

    return started


ECHO = "PTB's echo"
STARTERS: dict[str, Starter] = {ECHO: _echo, "legwise": _legwise(""), "legwise, words alone": _legwise("off")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the start of a bot.")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    pairs: int = parser.parse_args().pairs
    prepare()
    rounds = [{name: asyncio.run(_started(starter)) for name, starter in STARTERS.items()} for _ in range(pairs)]
    print(f"seconds from the start of the process, medians of {pairs}:")
    print(f"{'':<22}{'first poll':>12}{'of PTB':>8}{'processor':>12}{'of PTB':>8}{'first answer':>15}")
    for name in STARTERS:
        _print(name, [each[name] for each in rounds], [each[ECHO] for each in rounds])


async def _started(starter: Starter) -> Started:
    async with serve() as server:
        await server.queue(said(QUESTION))
        return await starter(server)


async def _measure(server: BotApiSimulator, process: Process, begin: float) -> Started:
    await server.until(lambda: server.polls)
    polled, spent = time.monotonic() - begin, psutil.Process(process.pid).cpu_times()
    await server.sent(1)
    return Started(polled, spent.user + spent.system, time.monotonic() - begin)


def _print(name: str, ours: Sequence[Started], echo: Sequence[Started]) -> None:
    polled = median(each.polled for each in ours), median(a.polled / b.polled for a, b in zip(ours, echo, strict=True))
    spent = median(each.spent for each in ours), median(a.spent / b.spent for a, b in zip(ours, echo, strict=True))
    print(f"{name:<22}{polled[0]:>12.2f}{polled[1]:>7.2f}x{spent[0]:>12.2f}{spent[1]:>7.2f}x", end="")
    print(f"{median(each.answered for each in ours):>15.2f}")


if __name__ == "__main__":
    main()
