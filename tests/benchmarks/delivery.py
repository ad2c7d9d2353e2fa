"""Answers a second, and processor time of an answer, compared with a bare echo bot of python-telegram-bot.

    python -m tests.benchmarks.delivery [--rounds 5] [--questions 1000] [--only WORD]

Each bot is a process on one core with all questions waiting, each from another user and in other words, so that nothing
is found in a cache. The simulator has the other cores; it responds at once, and in further rounds after 50 ms. There a
bot that handles one update at a time gets a tenth of the questions. `legwise run` is complete (inbox on SQLite,
matching, rendering) except for its rate limit: with the tests' content, and with the packaged content and the questions
of tests/questions/fresh.tsv, by words alone and with the encoder. A reaction counts as an answer. The time is from the
first answer to the last. All bots run in every round and are compared within a round; medians are printed. On a busy
machine the processor time, of all threads, is more reliable. Needs the tests' packages, the encoder and psutil:
pip install -r .requirements/bench.txt
"""

from __future__ import annotations

import argparse
import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

import psutil

from bot.simulator import BotApiSimulator, serve
from faq.tools.evaluation import read_questions
from tests.benchmarks.processes import (
    QUESTION,
    Setting,
    bind_to_core,
    make_bot_processes,
    prepare,
    question,
    run_echo_bot,
)
from tests.benchmarks.sets import OWN

SLOW = 0.05
"""Response time of the slow server, in seconds."""
Start = Callable[[BotApiSimulator], AbstractAsyncContextManager[Process]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot and its questions. `one_by_one`: it handles one update at a time."""

    name: str
    start: Start
    questions: tuple[str, ...] = (QUESTION,)
    one_by_one: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """Answers a second, and milliseconds of processor time for each."""

    rate: float
    spent: float


def _legwise(content: str | None, model: str) -> Start:
    settings = {"LEGWISE_MODEL": model} | ({} if content is None else {"LEGWISE_CONTENT": content})

    @asynccontextmanager
    async def running(server: BotApiSimulator) -> AsyncIterator[Process]:
        async with make_bot_processes(Setting(), server, **settings) as bot:
            yield await bot.start(0)

    return running


def contenders() -> tuple[Contender, ...]:
    """Return all contenders; the others are compared with the first."""
    real = tuple(each.question for each in read_questions(OWN / "fresh.tsv", lambda _: True))
    return (
        Contender("PTB's echo", run_echo_bot, one_by_one=True),
        Contender("PTB's echo, 256 at once", lambda server: run_echo_bot(server, 256)),
        Contender("legwise", _legwise(None, "off")),
        Contender("legwise, packaged content, words", _legwise("", "off"), real),
        Contender("legwise, packaged content, encoder", _legwise("", ""), real),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure answers a second.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--only", default="", help="run the reference, and bots whose name contains this")
    options = parser.parse_args()
    prepare()
    reference, *others = contenders()
    bots = (reference, *(each for each in others if options.only in each.name))
    for title, delay in (("server responds at once", 0.0), ("server responds after 50 ms", SLOW)):
        print(f"{title:<38}{'answers/s':>11}{'of PTB':>9}{'ms of processor':>18}{'of PTB':>9}")
        _compare(bots, delay, options.rounds, options.questions)


def _compare(bots: Sequence[Contender], delay: float, rounds: int, questions: int) -> None:
    measured = [
        [
            asyncio.run(_measure(each, delay, questions // 10 if delay and each.one_by_one else questions))
            for each in bots
        ]
        for _ in range(rounds)
    ]
    for each, ours in zip(bots, zip(*measured, strict=True), strict=True):
        pairs = [(pace, round_[0]) for pace, round_ in zip(ours, measured, strict=True)]
        print(
            f"  {each.name:<36}{median(pace.rate for pace in ours):>11,.0f}"
            f"{median(pace.rate / echo.rate for pace, echo in pairs):>8.2f}x"
            f"{median(pace.spent for pace in ours):>18.2f}"
            f"{median(pace.spent / echo.spent for pace, echo in pairs):>8.2f}x"
        )


async def _measure(contender: Contender, delay: float, questions: int) -> Pace:
    async with serve() as server:
        server.delay = delay
        texts = enumerate(islice(cycle(contender.questions), questions), 1)
        await server.queue(*(question(number, f"{text} {number}") for number, text in texts))
        async with contender.start(server) as process:
            bind_to_core(process.pid, 1)
            await server.until(lambda: _answered(server))
            begin, first, spent = time.monotonic(), _answered(server), _processor_time(process)
            await server.until(lambda: _answered(server) >= questions)
            answers = questions - first
            seconds, busy = time.monotonic() - begin, _processor_time(process) - spent
            return Pace(answers / seconds, 1_000 * busy / answers)


def _answered(server: BotApiSimulator) -> int:
    return len(server.api.posted) + len(server.calls("setMessageReaction"))


def _processor_time(process: Process) -> float:
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
