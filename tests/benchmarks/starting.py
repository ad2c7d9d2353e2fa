"""How soon a bot asks for updates and gives its first answer, beside a bare bot of python-telegram-bot.

    python -m tests.benchmarks.starting [--pairs 7]

Timed is from the start of the process: to its first getUpdates, and to the answer of a question that waits since
before. `legwise run` has a database and the packaged content, prepared and cached before, once with the packaged
encoder and once from words alone; the library's bot only echoes. All start in turns and are compared within a turn;
printed are the medians. The processor's seconds until the first poll tell more than the clock's on a machine that does
other things.
Needs what the tests need, the encoder and psutil: pip install -c constraints.txt ".[semantic,test,bench]"
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

from bot.simulator import Counterpart, serving
from bot.store.database import opened
from tests.benchmarks.running import Setting, echoing, prepare, replicas
from tests.bot.sample_updates import said

PAIRS = 7
QUESTION = "what is my body lacking"


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds: to the first poll, of the processor until then, to the first answer."""

    polled: float
    spent: float
    answered: float


Starter = Callable[[Counterpart], Awaitable[Started]]


async def _echo(server: Counterpart) -> Started:
    begun = time.monotonic()
    async with echoing(server) as process:
        return await _seen(server, process, begun)


def _legwise(model: str) -> Starter:
    async def started(server: Counterpart) -> Started:
        async with replicas(Setting(), server, LEGWISE_CONTENT="", LEGWISE_MODEL=model) as bot:
            async with opened(bot.url):
                pass  # its tables are made by the first start of all
            begun = time.monotonic()
            return await _seen(server, await bot.start(0), begun)

    return started


ECHO = "PTB's echo"
STARTERS: dict[str, Starter] = {ECHO: _echo, "legwise": _legwise(""), "legwise, words alone": _legwise("off")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How soon a bot asks for updates.")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    pairs: int = parser.parse_args().pairs
    prepare()
    rounds = [{name: asyncio.run(_started(starter)) for name, starter in STARTERS.items()} for _ in range(pairs)]
    print(f"seconds from the start of the process, medians of {pairs}:")
    print(f"{'':<22}{'first poll':>12}{'of PTB':>8}{'processor':>12}{'of PTB':>8}{'first answer':>15}")
    for name in STARTERS:
        _print(name, [each[name] for each in rounds], [each[ECHO] for each in rounds])


async def _started(starter: Starter) -> Started:
    async with serving() as server:
        await server.queue(said(QUESTION))
        return await starter(server)


async def _seen(server: Counterpart, process: Process, begun: float) -> Started:
    await server.until(lambda: server.polls)
    polled, spent = time.monotonic() - begun, psutil.Process(process.pid).cpu_times()
    await server.sent(1)
    return Started(polled, spent.user + spent.system, time.monotonic() - begun)


def _print(name: str, ours: Sequence[Started], echo: Sequence[Started]) -> None:
    polled = median(each.polled for each in ours), median(a.polled / b.polled for a, b in zip(ours, echo, strict=True))
    spent = median(each.spent for each in ours), median(a.spent / b.spent for a, b in zip(ours, echo, strict=True))
    print(f"{name:<22}{polled[0]:>12.2f}{polled[1]:>7.2f}x{spent[0]:>12.2f}{spent[1]:>7.2f}x", end="")
    print(f"{median(each.answered for each in ours):>15.2f}")


if __name__ == "__main__":
    main()
