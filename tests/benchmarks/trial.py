"""A run of legwise that is asked and asked while something breaks, and what is seen of it from outside."""

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

from bot.simulator import Counterpart
from bot.simulator.identity import TOKEN
from tests.benchmarks.running import paced
from tests.bot.actor import person, private
from tests.bot.sample_updates import GROUP, said
from tests.bot.test_run import House

A_SECOND = 30
"""Questions that come in: Telegram's own limit on answers."""
END = 60.0
"""Seconds without a new answer after which what has none is lost."""
CALM = 3.0
"""Seconds after which it is ranking in the end."""
ANSWER = "Ferritin does."
_NAME, _WORDS = "Zebedia", "What stores iron?"
_LOOK = 0.1
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a trial.

    Attributes:
        lost: questions that got no answer.
        doubled: answers too many.
        other: messages that were no answer: apologies.
        memory: megabytes that are resident before anything breaks, at most, and in the end.
        well: seconds from the end of what broke until everybody who had asked by then was answered.
        lines: log lines in the busiest second.
        leaks: log lines with what somebody wrote, or with the token.

    """

    asked: int
    lost: int
    doubled: int
    other: int
    memory: tuple[float, float, float]
    well: float
    lines: int
    leaks: int


@dataclass
class Trial:
    """One run, its questions, and its log."""

    house: House
    settings: dict[str, str]
    asked: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)
    log: list[tuple[float, str]] = field(default_factory=list)
    mended: float = 0.0
    process: Process | None = None

    @property
    def server(self) -> Counterpart:
        """What it runs against."""
        return self.house.server

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Process]:
        """A process that answers, and whose log and memory are looked at."""
        async with self.house.running(**self.settings) as process:
            reading = asyncio.create_task(self._read(process))
            try:
                await self._begun()
                self.process = process
                yield process
            finally:
                self.process = None
                if process.returncode is None:
                    process.kill()
                await process.wait()
                await reading

    async def _begun(self) -> None:
        """Wait until it takes updates; the first process of all has to answer one, so that it has loaded everything."""
        polls = len(self.server.polls)
        try:
            await self.server.until(lambda: self.server.webhook.url or len(self.server.polls) > polls)
            if not self.server.judge.posted:
                await self.server.queue(_question(1))
                await self.server.sent(1)
        except TimeoutError:
            self.show(sys.stderr)
            raise

    async def _read(self, process: Process) -> None:
        assert process.stderr is not None, "the house pipes it"
        while line := await process.stderr.readline():
            self.log.append((time.monotonic(), line.decode().rstrip()))

    async def ask(self, questions: int) -> None:
        """Ask so many, each somebody else, every third of them in a group."""
        await paced(questions, A_SECOND, self._asked)

    async def _asked(self, number: int) -> None:
        update = _question(10_000 + number)
        self.asked[update["message"]["chat"]["id"]] = time.monotonic()
        await self.server.queue(update)

    async def watch(self) -> None:
        """Look at the process and at who was answered, until it is cancelled."""
        seen = 0
        while True:
            now, posted = time.monotonic(), self.server.judge.posted
            for message in posted[seen:]:
                if ANSWER in message["text"] and message["chat"]["id"] in self.asked:
                    self.answered.setdefault(message["chat"]["id"], now)
            seen = len(posted)
            if self.process is not None and self.process.returncode is None:
                with suppress(OSError):
                    self.memory.append((now, _resident(self.process.pid)))
            await asyncio.sleep(_LOOK)

    async def ended(self) -> None:
        """Wait until everybody has an answer, or nothing comes any more, and a while longer; then end the process."""
        count, since = 0, time.monotonic()
        while len(self.answered) < len(self.asked) and time.monotonic() - since < END:
            await asyncio.sleep(_LOOK)
            if len(self.answered) > count:
                count, since = len(self.answered), time.monotonic()
        await asyncio.sleep(CALM)
        process, self.process = self.process, None
        assert process is not None, "it runs"
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), END)

    def seen(self, broke: float) -> Seen:
        """What was seen, where something broke at a time."""
        posted = self.server.judge.posted
        asking = self.asked.keys()
        answers = Counter(m["chat"]["id"] for m in posted if ANSWER in m["text"] and m["chat"]["id"] in asking)
        before = [weight for at, weight in self.memory if at < broke] or [0.0]
        waited = [self.answered.get(chat, float("inf")) for chat, at in self.asked.items() if at < self.mended]
        return Seen(
            len(self.asked),
            len(asking - answers.keys()),
            sum(answers.values()) - len(answers),
            sum(ANSWER not in message["text"] for message in posted),
            (before[-1], max(weight for _, weight in self.memory), self.memory[-1][1]),
            max(0.0, max(waited, default=0.0) - self.mended),
            max(Counter(int(at) for at, _ in self.log).values(), default=0),
            sum(secret in line for secret in (TOKEN, _NAME, _WORDS) for _, line in self.log),
        )

    def show(self, out: TextIO) -> None:
        """Print what was logged: how often each kind of line, and the first of it."""
        first = {_kind(line): line for _, line in reversed(self.log)}
        for kind, count in Counter(_kind(line) for _, line in self.log).most_common():
            print(f"{count:>7}  {first[kind]}", file=out)


def _question(number: int) -> dict[str, Any]:
    who, now = person(number, _NAME), int(time.time())
    if number % 3:
        return said(_WORDS, private(who).chat, from_=who, date=now)
    return said(f"/ask {_WORDS}", GROUP | {"id": -number}, from_=who, date=now)


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def _kind(line: str) -> str:
    """A line without what differs from one of its kind to the next."""
    return re.sub(r"\d+(\.\d+)?", "#", line.partition("Z ")[2] or line)
