"""What the benchmarks of delivery share: `legwise run` in one process or several, its database, and people who ask.

The bot is as it is for an operator, with the tests' content and without the model unless a benchmark tells otherwise:
what surrounds the matching is measured. Its rate limit is lifted.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.simulator import Counterpart, serving
from bot.simulator.identity import TOKEN
from tests.benchmarks.balancer import balancing
from tests.bot.actor import person, private
from tests.bot.postgres_server import CURE, programs
from tests.bot.postgres_server import serving as postgres
from tests.bot.sample_updates import said
from tests.bot.test_run import ROOT, SECRET, House, free_port

QUESTION = "What stores iron?"
"""What the tests' content has an answer to."""
LAST_WORDS = 15.0
"""Seconds that a process may take to end."""


INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Bytecode is kept, as it is of what is installed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Which bot is measured."""

    database: str = "SQLite"
    way: str = "polling"
    replicas: int = 1

    def __str__(self) -> str:
        return f"{self.database}, {self.way}, {self.replicas} x"


@dataclass
class PostgresCoordinator:
    """The processes of one bot, by their number, and the server that they run against.

    Attributes:
        url: the address of their database.
        told: the settings of each of them.

    """

    server: Counterpart
    house: House
    url: str
    told: Sequence[dict[str, str]]
    living: dict[int, Process] = field(default_factory=dict)

    @property
    def errors(self) -> Path:
        """What they said, line by line."""
        return self.house.folder / "errors.log"

    async def start(self, number: int) -> Process:
        """Start one, and wait until it takes updates in."""
        before = self._signs()
        settings = {"LEGWISE_DATABASE_URL": self.url, "LEGWISE_MODEL": "off"} | INSTALLED | self.told[number]
        with self.errors.open("ab") as errors:
            process = self.living[number] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.house.folder, env=self.house.environment(**settings), stdout=DEVNULL, stderr=errors,
            )  # fmt: skip
        await self.server.until(lambda: self._signs() > before)
        return process

    async def answering(self) -> None:
        """Wait until all of them answer: that is when they set their menus."""
        await self.server.until(lambda: len(self.server.calls("setMyCommands")) >= 3 * len(self.told))

    async def kill(self, number: int) -> None:
        """Kill one, as by kill -9."""
        process = self.living.pop(number)
        process.kill()
        await process.wait()

    async def end(self) -> None:
        """Stop all that are left, as an operator does."""
        for process in self.living.values():
            process.terminate()
        await asyncio.wait_for(asyncio.gather(*(process.wait() for process in self.living.values())), LAST_WORDS)
        self.living.clear()

    def _signs(self) -> int:
        return len(self.server.polls) + len(self.server.calls("setWebhook"))


@asynccontextmanager
async def replicas(setting: Setting, server: Counterpart, **more: str) -> AsyncIterator[PostgresCoordinator]:
    """The processes of a setting, none of them started yet; killed in the end."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database(setting.database, folder))
        told: list[dict[str, str]] = [more]
        if setting.way == "webhook":
            places = [f"127.0.0.1:{free_port()}" for _ in range(setting.replicas)]
            hook = {"LEGWISE_WEBHOOK_URL": await stack.enter_async_context(balancing(places))}
            hook |= {"LEGWISE_WEBHOOK_SECRET": SECRET}
            told = [more | hook | {"LEGWISE_LISTEN": place} for place in places]
        ready = PostgresCoordinator(server, House(folder, server), url, told)
        try:
            yield ready
        finally:
            for number in tuple(ready.living):
                await ready.kill(number)


@asynccontextmanager
async def running(setting: Setting, **more: str) -> AsyncIterator[PostgresCoordinator]:
    """The processes of a setting, all of them answering, against a server of their own."""
    async with serving() as server, replicas(setting, server, **more) as ready:
        for number in range(setting.replicas):
            await ready.start(number)
        await ready.answering()
        yield ready


@asynccontextmanager
async def echoing(server: Counterpart, at_once: int = 1) -> AsyncIterator[Process]:
    """A bare echo bot of python-telegram-bot with so many updates at once, 1 being its default; killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.ptb", server.url, TOKEN, str(at_once),
        cwd=ROOT, env=os.environ | INSTALLED, stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database, SQLite's in that folder. Ends the benchmark where there is no PostgreSQL."""
    if kind == "SQLite":
        yield f"sqlite+aiosqlite:///{folder}/legwise.sqlite3"
    elif (where := programs()) is None:
        raise SystemExit(CURE)
    else:
        with postgres(where) as url:
            yield url


def asked(number: int, text: str = QUESTION) -> dict[str, Any]:
    """A question of a person in private, who is known by that number."""
    who = person(number, "Ada")
    return said(text, private(who).chat, from_=who)


async def paced(count: int, a_second: float, feed: Callable[[int], Awaitable[object]]) -> None:
    """Feed so many, from 1 on, at that rate. What fell behind is made up for."""
    begun = time.monotonic()
    for number in range(1, count + 1):
        await asyncio.sleep(begun + number / a_second - time.monotonic())
        await feed(number)


def prepare() -> None:
    """Have the packaged content prepared and cached, with the encoder and without."""
    for model in ((), ("--model", "off")):
        subprocess.run([sys.executable, "-m", "faq", "ask", QUESTION, *model], stdout=subprocess.DEVNULL, check=True)


def on_core(pid: int, core: int) -> None:
    """Let a process have a core, of those that there are, for itself and those bound to the same."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[core % len(cores)]})
