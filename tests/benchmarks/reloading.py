"""What an edit of the running bot's content costs: how soon it is in use, and what people notice meanwhile.

    python -m tests.benchmarks.reloading [--a-second 10]

A copy of the packaged content, answered from with the model by one process on SQLite. People ask all the time, each a
question of their own, while one phrasing is edited. Timed is from the moment a question reaches the server to the
moment its answer does: before the edit, from the edit until it is in use, and after. Memory is the most that was
resident, of the bot and of the process that makes the edited content ready. The rate limit is lifted.
Needs what the tests need, and psutil: pip install -c constraints.txt ".[semantic,test,bench]"
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import psutil

from faq.loading import PACKAGED, load
from tests.benchmarks.editing import edit
from tests.benchmarks.latency import Posted
from tests.benchmarks.running import PostgresCoordinator, Setting, asked, prepare, running
from tests.benchmarks.sets import OWN

QUIET = 20.0
"""Seconds before the edit, and after it is in use, that are timed for comparison."""
LONGEST = 900.0
"""Seconds after which an edit will not be in use any more."""


@dataclass
class Weight:
    """The most megabytes that were resident, of the bot and of its child."""

    bot: float = 0.0
    child: float = 0.0

    async def watch(self, pid: int) -> None:
        """Look twice a second, for ever."""
        bot = psutil.Process(pid)
        while True:
            self.bot = max(self.bot, _megabytes(bot))
            self.child = max([self.child, *map(_megabytes, bot.children())])
            await asyncio.sleep(0.5)


@dataclass
class Asking:
    """People who ask all the time."""

    bot: PostgresCoordinator
    a_second: float
    posted: Posted = field(default_factory=Posted)
    came: dict[int, float] = field(default_factory=dict)

    async def go_on(self, questions: Sequence[str]) -> None:
        """Ask for ever."""
        begun = time.monotonic()
        while True:
            number = len(self.came) + 1
            await asyncio.sleep(max(0.0, begun + number / self.a_second - time.monotonic()))
            self.came[number] = time.monotonic()
            await self.bot.server.queue(asked(number, questions[number % len(questions)]))

    def told(self, first: float, last: float) -> str:
        """How long the answers took to the questions that came in some time."""
        came = [number for number, when in self.came.items() if first <= when < last and number in self.posted.at]
        took = [(self.posted.at[number] - self.came[number]) * 1000 for number in came]
        p95, p99 = (quantiles(took, n=100, method="inclusive")[place] for place in (94, 98))
        return f"{len(took):>9,}{median(took):>9.1f}{p95:>9.1f}{p99:>9.1f}{max(took):>9.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What an edit of the running bot's content costs.")
    parser.add_argument("--a-second", type=float, default=10.0)
    a_second: float = parser.parse_args().a_second
    prepare()
    asyncio.run(_measured(a_second))


async def _measured(a_second: float) -> None:
    with tempfile.TemporaryDirectory() as place:
        content = Path(place) / "content"
        shutil.copytree(PACKAGED, content)
        async with running(Setting(), LEGWISE_CONTENT=str(content), LEGWISE_MODEL="") as bot:
            await _edited(Asking(bot, a_second), content)


async def _edited(people: Asking, content: Path) -> None:
    phrasing = load(content).entries[0].phrasings[-1]
    questions = [line.split("\t")[0] for line in (OWN / "fresh.tsv").read_text("utf-8").splitlines()[1:]]
    weight, people.bot.server.judge.posted = Weight(), people.posted
    work = [asyncio.create_task(people.go_on(questions))]
    work += [asyncio.create_task(weight.watch(process.pid)) for process in people.bot.living.values()]
    begun = time.monotonic()
    await asyncio.sleep(QUIET)
    before, edited = weight.bot, time.monotonic()
    edit(content, phrasing, f"{phrasing} these days")
    used = await _used(people.bot)
    await asyncio.sleep(QUIET)
    for task in work:
        task.cancel()
    async with asyncio.timeout(LONGEST):  # all are answered but one that may not have come in
        await people.bot.server.until(lambda: len(people.posted.at) >= len(people.came) - 1)
    print(f"in use {used - edited:.1f} s after the edit")
    print(f"most resident: the bot {before:.0f} MB before, {weight.bot:.0f} MB in all; its child {weight.child:.0f} MB")
    print(f"{'milliseconds':<14}{'questions':>9}{'median':>9}{'p95':>9}{'p99':>9}{'most':>9}")
    for told, first, last in (("before", begun, edited), ("meanwhile", edited, used), ("after", used, used + QUIET)):
        print(f"{told:<14}{people.told(first, last)}")


async def _used(bot: PostgresCoordinator) -> float:
    """When the bot says that the edit is in use."""
    async with asyncio.timeout(LONGEST):
        while "the edited content is in use" not in bot.errors.read_text("utf-8"):  # noqa: ASYNC110 - it is another's log
            await asyncio.sleep(0.1)
    return time.monotonic()


def _megabytes(process: psutil.Process) -> float:
    try:
        resident: int = process.memory_info().rss
    except psutil.Error:  # it has ended
        return 0.0
    return resident / 1024 / 1024


if __name__ == "__main__":
    main()
