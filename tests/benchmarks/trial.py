"""A run of legwise that gets questions while something fails, observed from outside."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from bot.simulator import BotApiSimulator
from bot.simulator.identity import TOKEN
from tests.benchmarks.processes import at_rate
from tests.bot.actor import person, private
from tests.bot.process import Runner
from tests.bot.sample_updates import GROUP, said

PER_SECOND = 30
"""Questions a second, Telegram's limit on answers."""
END = 60.0
"""Seconds without a new answer after which unanswered questions count as lost."""
REST = 3.0
"""Seconds of rest before the end."""
ANSWER = "Ferritin does."
_NAME, _TEXT = "Zebedia", "What stores iron?"
_INTERVAL = 0.1
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The result of a trial.

    Attributes:
        lost: questions without an answer.
        doubled: superfluous answers.
        other: messages that are no answers, which are apologies.
        memory: resident megabytes before the fault, at most, and in the end.
        recovery: seconds from the end of the fault until all questions asked by then were answered.
        log_lines: log lines of the busiest second.
        leaks: log lines with user text or with the token.

    """

    asked: int
    lost: int
    doubled: int
    other: int
    memory: tuple[float, float, float]
    recovery: float
    log_lines: int
    leaks: int


@dataclass
class Trial:
    """One run, with its questions and its log."""

    runner: Runner
    settings: dict[str, str]
    asked: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)
    log: list[tuple[float, str]] = field(default_factory=list)
    fault_ended: float = 0.0
    process: Process | None = None

    @property
    def server(self) -> BotApiSimulator:
        """The simulator."""
        return self.runner.server

    @asynccontextmanager
    async def run(self) -> AsyncIterator[Process]:
        """Start a process and wait until it answers; its log is read meanwhile."""
        async with self.runner.run(**self.settings) as process:
            reading = asyncio.create_task(self._read(process))
            try:
                await self._wait_until_ready()
                self.process = process
                yield process
            finally:
                self.process = None
                if process.returncode is None:
                    process.kill()
                await process.wait()
                await reading

    async def _wait_until_ready(self) -> None:
        """Wait until the process takes updates; the first process must also answer one, so that it is fully loaded."""
        polls = len(self.server.polls)
        try:
            await self.server.until(lambda: self.server.webhook.url or len(self.server.polls) > polls)
            if not self.server.api.posted:
                await self.server.queue(_question(1))
                await self.server.sent(1)
        except TimeoutError:
            self.show(sys.stderr)
            raise

    async def _read(self, process: Process) -> None:
        assert process.stderr is not None, "the runner pipes it"
        while line := await process.stderr.readline():
            self.log.append((time.monotonic(), line.decode().rstrip()))

    async def ask(self, questions: int) -> None:
        """Send questions, each from another user, every third in a group."""
        await at_rate(questions, PER_SECOND, self._ask)

    async def _ask(self, number: int) -> None:
        update = _question(10_000 + number)
        self.asked[update["message"]["chat"]["id"]] = time.monotonic()
        await self.server.queue(update)

    async def watch(self) -> None:
        """Record memory and answers until cancelled."""
        checked = 0
        while True:
            now, posted = time.monotonic(), self.server.api.posted
            for message in posted[checked:]:
                if ANSWER in message["text"] and message["chat"]["id"] in self.asked:
                    self.answered.setdefault(message["chat"]["id"], now)
            checked = len(posted)
            if self.process is not None and self.process.returncode is None:
                with suppress(OSError):
                    self.memory.append((now, _resident(self.process.pid)))
            await asyncio.sleep(_INTERVAL)

    async def finish(self) -> None:
        """Wait until all questions are answered or no more answers arrive; then stop the process."""
        count, since = 0, time.monotonic()
        while len(self.answered) < len(self.asked) and time.monotonic() - since < END:
            await asyncio.sleep(_INTERVAL)
            if len(self.answered) > count:
                count, since = len(self.answered), time.monotonic()
        await asyncio.sleep(REST)
        process, self.process = self.process, None
        assert process is not None, "it runs"
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), END)

    def result(self, began: float) -> TrialResult:
        """Return the result, for a fault that began at a time."""
        posted = self.server.api.posted
        asking = self.asked.keys()
        answers = Counter(m["chat"]["id"] for m in posted if ANSWER in m["text"] and m["chat"]["id"] in asking)
        before = [megabytes for at, megabytes in self.memory if at < began] or [0.0]
        waited = [self.answered.get(chat, float("inf")) for chat, at in self.asked.items() if at < self.fault_ended]
        return TrialResult(
            len(self.asked),
            len(asking - answers.keys()),
            sum(answers.values()) - len(answers),
            sum(ANSWER not in message["text"] for message in posted),
            (before[-1], max(megabytes for _, megabytes in self.memory), self.memory[-1][1]),
            max(0.0, max(waited, default=0.0) - self.fault_ended),
            max(Counter(int(at) for at, _ in self.log).values(), default=0),
            sum(secret in line for secret in (TOKEN, _NAME, _TEXT) for _, line in self.log),
        )

    def show(self, out: TextIO) -> None:
        """Print the log: for each kind of line its count and its first line."""
        first = {_kind(line): line for _, line in reversed(self.log)}
        for kind, count in Counter(_kind(line) for _, line in self.log).most_common():
            print(f"{count:>7}  {first[kind]}", file=out)


def _question(number: int) -> dict[str, Any]:
    user, now = person(number, _NAME), int(time.time())
    if number % 3:
        return said(_TEXT, private(user).chat, from_=user, date=now)
    return said(f"/ask {_TEXT}", GROUP | {"id": -number}, from_=user, date=now)


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def _kind(line: str) -> str:
    """Return a log line with its numbers replaced, which differ between lines of a kind."""
    return re.sub(r"\d+(\.\d+)?", "#", line.partition("Z ")[2] or line)
