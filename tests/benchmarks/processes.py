"""Shared by the benchmarks of delivery: processes of `legwise run`, their database, and questions.

Unless a benchmark sets otherwise, the bot runs with the tests' content, without the model and without a rate limit,
because delivery is measured and not matching.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.simulator import BotApiSimulator, serve
from bot.simulator.identity import TOKEN
from tests.benchmarks.balancer import run_balancer
from tests.benchmarks.commands import INSTALLED, MODELS
from tests.bot.actor import person, private
from tests.bot.postgres_server import CURE, programs
from tests.bot.postgres_server import serving as postgres
from tests.bot.process import ROOT, SECRET, Runner, free_port
from tests.bot.sample_updates import said

QUESTION = "What stores iron?"
"""A question that the tests' content answers."""
STOP_TIMEOUT = 15.0
"""Seconds that a process may take to stop."""
LOAD_TIMEOUT = 300.0
"""Seconds that something may take to be logged."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The bot that is measured."""

    database: str = "SQLite"
    mode: str = "polling"
    replicas: int = 1

    def __str__(self) -> str:
        return f"{self.database}, {self.mode}, {self.replicas} x"


@dataclass
class BotProcesses:
    """The processes of one bot, and the simulator that they run against.

    Attributes:
        url: the URL of their database.
        settings: the settings of each process, by its number.
        running: the running processes, by number.

    """

    server: BotApiSimulator
    runner: Runner
    url: str
    settings: Sequence[dict[str, str]]
    running: dict[int, Process] = field(default_factory=dict)

    @property
    def errors(self) -> Path:
        """The file of their standard error."""
        return self.runner.folder / "errors.log"

    @property
    def replies(self) -> int:
        """Return the number of messages and reactions."""
        return sum(len(self.server.calls(method)) for method in ("sendMessage", "setMessageReaction"))

    async def start(self, number: int) -> Process:
        """Start a process and wait until it takes updates."""
        before = self._starts()
        settings = {"LEGWISE_DATABASE_URL": self.url, "LEGWISE_MODEL": "off"} | INSTALLED | self.settings[number]
        with self.errors.open("ab") as errors:
            process = self.running[number] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.runner.folder, env=self.runner.environment(**settings), stdout=DEVNULL, stderr=errors,
            )  # fmt: skip
        await self.server.until(lambda: self._starts() > before)
        return process

    async def ready(self) -> None:
        """Wait until all processes can answer, which is when they set their menus."""
        await self.server.until(lambda: len(self.server.calls("setMyCommands")) >= 3 * len(self.settings))

    async def loaded(self) -> None:
        """Wait until all of the content is in use, and thus in the cache."""
        await self.logged("all of the content is in use")

    async def logged(self, words: str) -> None:
        """Wait until a process has logged some words."""
        async with asyncio.timeout(LOAD_TIMEOUT):
            while words not in self.errors.read_text("utf-8"):  # noqa: ASYNC110 - the log of another process sets no event
                await asyncio.sleep(0.05)

    async def kill(self, number: int) -> None:
        """Kill a process by SIGKILL."""
        process = self.running.pop(number)
        process.kill()
        await process.wait()

    async def stop(self) -> None:
        """Stop all processes by SIGTERM."""
        for process in self.running.values():
            process.terminate()
        await asyncio.wait_for(asyncio.gather(*(process.wait() for process in self.running.values())), STOP_TIMEOUT)
        self.running.clear()

    def _starts(self) -> int:
        return len(self.server.polls) + len(self.server.calls("setWebhook"))


@asynccontextmanager
async def make_bot_processes(setting: Setting, server: BotApiSimulator, **more: str) -> AsyncIterator[BotProcesses]:
    """Prepare the processes of a setting without starting them; kill them in the end."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database(setting.database, folder))
        settings: list[dict[str, str]] = [more]
        if setting.mode == "webhook":
            addresses = [f"127.0.0.1:{free_port()}" for _ in range(setting.replicas)]
            hook = {"LEGWISE_WEBHOOK_URL": await stack.enter_async_context(run_balancer(addresses))}
            hook |= {"LEGWISE_WEBHOOK_SECRET": SECRET}
            settings = [more | hook | {"LEGWISE_LISTEN": address} for address in addresses]
        bot = BotProcesses(server, Runner(folder, server), url, settings)
        try:
            yield bot
        finally:
            for number in tuple(bot.running):
                await bot.kill(number)


@asynccontextmanager
async def run_bot(setting: Setting, **more: str) -> AsyncIterator[BotProcesses]:
    """Run the processes of a setting until all can answer, against a new simulator."""
    async with serve() as server, make_bot_processes(setting, server, **more) as bot:
        for number in range(setting.replicas):
            await bot.start(number)
        await bot.ready()
        yield bot


@asynccontextmanager
async def run_echo_bot(server: BotApiSimulator, at_once: int = 1) -> AsyncIterator[Process]:
    """Run a bare echo bot of python-telegram-bot that handles `at_once` updates concurrently (its default is 1)."""
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
    """Give the URL of an empty database, SQLite's in the folder. Exit if PostgreSQL is not installed."""
    if kind == "SQLite":
        yield f"sqlite+aiosqlite:///{folder}/legwise.sqlite3"
    elif (where := programs()) is None:
        raise SystemExit(CURE)
    else:
        with postgres(where) as url:
            yield url


def question(number: int, text: str = QUESTION) -> dict[str, Any]:
    """Return a private question of the user with an id."""
    user = person(number, "Ada")
    return said(text, private(user).chat, from_=user)


async def at_rate(count: int, per_second: float, feed: Callable[[int], Awaitable[object]]) -> None:
    """Call `feed` with 1 to `count` at a rate. Delays are made up for."""
    begin = time.monotonic()
    for number in range(1, count + 1):
        await asyncio.sleep(begin + number / per_second - time.monotonic())
        await feed(number)


def prepare() -> None:
    """Fill the cache with all that a run stores of the packaged content, with and without the encoder."""
    for model in MODELS.values():
        asyncio.run(_load(model))


async def _load(model: str) -> None:
    async with run_bot(Setting(), LEGWISE_CONTENT="", LEGWISE_MODEL=model) as bot:
        await bot.loaded()


def bind_to_core(pid: int, core: int) -> None:
    """Bind a process to one of the available cores."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[core % len(cores)]})
