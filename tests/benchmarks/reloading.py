"""An edit of a running bot's content: the time until it is used, and the delay of answers meanwhile.

    python -m tests.benchmarks.reloading [--per-second 10]

One process on SQLite answers from a copy of the packaged content with the model. Users ask different questions all the
time while one phrasing is edited. The time is from the arrival of a question at the server to that of its answer:
before the edit, from the edit until its use, and after. Memory is the maximum of the bot and of its process that
prepares the edited content. The rate limit is off. Needs the tests' packages and psutil: pip install -r
.requirements/bench.txt
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
from tests.benchmarks.processes import BotProcesses, Setting, prepare, question, run_bot
from tests.benchmarks.sets import labelled_sample

QUIET = 20.0
"""Seconds timed before the edit and after its use, for comparison."""


@dataclass
class MemoryPeak:
    """The maximum of resident megabytes, of the bot and of its child."""

    bot: float = 0.0
    child: float = 0.0

    async def watch(self, pid: int) -> None:
        """Measure twice a second until cancelled."""
        bot = psutil.Process(pid)
        while True:
            self.bot = max(self.bot, _megabytes(bot))
            self.child = max([self.child, *map(_megabytes, bot.children())])
            await asyncio.sleep(0.5)


@dataclass
class QuestionStream:
    """A stream of questions, with the times of their answers."""

    bot: BotProcesses
    per_second: float
    posted: Posted = field(default_factory=Posted)
    asked: dict[int, float] = field(default_factory=dict)

    async def run(self, questions: Sequence[str]) -> None:
        """Ask until cancelled."""
        begin = time.monotonic()
        while True:
            number = len(self.asked) + 1
            await asyncio.sleep(max(0.0, begin + number / self.per_second - time.monotonic()))
            self.asked[number] = time.monotonic()
            await self.bot.server.queue(question(number, questions[number % len(questions)]))

    def describe(self, first: float, last: float) -> str:
        """Describe the times of the answers to the questions of a period."""
        numbers = [number for number, when in self.asked.items() if first <= when < last and number in self.posted.at]
        times = [(self.posted.at[number] - self.asked[number]) * 1000 for number in numbers]
        p95, p99 = (quantiles(times, n=100, method="inclusive")[index] for index in (94, 98))
        return f"{len(times):>9,}{median(times):>9.1f}{p95:>9.1f}{p99:>9.1f}{max(times):>9.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure an edit of a running bot's content.")
    parser.add_argument("--per-second", type=float, default=10.0)
    per_second: float = parser.parse_args().per_second
    prepare()
    asyncio.run(_measure(per_second))


async def _measure(per_second: float) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        content = Path(temporary) / "content"
        shutil.copytree(PACKAGED, content)
        async with run_bot(Setting(), LEGWISE_CONTENT=str(content), LEGWISE_MODEL="") as bot:
            await bot.loaded()
            await _measure_edit(QuestionStream(bot, per_second), content)


async def _measure_edit(stream: QuestionStream, content: Path) -> None:
    phrasing = load(content).entries[0].phrasings[-1]
    questions = [each.question for each in labelled_sample()]
    peak, stream.bot.server.api.posted = MemoryPeak(), stream.posted
    tasks = [asyncio.create_task(stream.run(questions))]
    tasks += [asyncio.create_task(peak.watch(process.pid)) for process in stream.bot.running.values()]
    begin = time.monotonic()
    await asyncio.sleep(QUIET)
    before, edited = peak.bot, time.monotonic()
    edit(content, phrasing, f"{phrasing} these days")
    await stream.bot.logged("the edited content is in use")
    used = time.monotonic()
    await asyncio.sleep(QUIET)
    for task in tasks:
        task.cancel()
    # All but one, which may not have arrived.
    await stream.bot.server.until(lambda: stream.bot.replies >= len(stream.asked) - 1)
    print(f"in use {used - edited:.1f} s after the edit")
    print(f"maximum resident: the bot {before:.0f} MB before, {peak.bot:.0f} MB overall; its child {peak.child:.0f} MB")
    print(f"{'milliseconds':<14}{'questions':>9}{'median':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    for period, first, last in (("before", begin, edited), ("meanwhile", edited, used), ("after", used, used + QUIET)):
        print(f"{period:<14}{stream.describe(first, last)}")


def _megabytes(process: psutil.Process) -> float:
    try:
        resident: int = process.memory_info().rss
    except psutil.Error:  # it has ended
        return 0.0
    return resident / 1024 / 1024


if __name__ == "__main__":
    main()
