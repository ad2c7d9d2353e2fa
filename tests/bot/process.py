"""Runs `legwise run` as a process, over real HTTP, against a Bot API."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.simulator import TOKEN, WAIT_TIMEOUT, BotApiSimulator
from tests.bot.database_fixtures import KEY

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
QUESTION = "What stores iron?"
SECRET = "a-secret-of-the-tests"


@dataclass
class Runner:
    """Starts processes in a folder, against a simulator."""

    folder: Path
    server: BotApiSimulator

    @property
    def database(self) -> Path:
        """The SQLite file of the processes."""
        return self.folder / "inbox.sqlite3"

    def environment(self, **settings: str) -> dict[str, str]:
        """Return the environment of a process, without any LEGWISE_ or TELEGRAM_ variable of this one."""
        defaults = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.url,
            "LEGWISE_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "LEGWISE_CONTENT": str(CONTENT),
            "LEGWISE_RATE_LIMIT": "off",  # tests of the rate limit switch it on
            "LEGWISE_KEY": KEY,
        }
        inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith(("LEGWISE_", "TELEGRAM_"))}
        return inherited | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | defaults | settings

    @asynccontextmanager
    async def run(self, **settings: str) -> AsyncIterator[Process]:
        """Start a process; kill it in the end if it is still running."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env=self.environment(**settings),
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def doctor(self, **settings: str) -> tuple[int, str]:
        """Run `legwise doctor`; return its exit code, and what it prints on standard output and error."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor"),
            cwd=self.folder,
            env=self.environment(**settings),
            stdout=PIPE,
            stderr=STDOUT,
        )
        printed, _ = await asyncio.wait_for(process.communicate(), WAIT_TIMEOUT)
        assert process.returncode is not None
        return process.returncode, printed.decode()

    async def run_to_exit(self, **settings: str) -> tuple[int, str]:
        """Run a process that fails to start; return its exit code and standard error."""
        async with self.run(**settings) as process:
            return await wait_for_exit(process)


async def wait_for_exit(process: Process, number: signal.Signals | None = None) -> tuple[int, str]:
    """Send a signal, if any; wait for the end; return the exit code and standard error."""
    if number:
        process.send_signal(number)
    _, errors = await asyncio.wait_for(process.communicate(), WAIT_TIMEOUT)
    assert process.returncode is not None
    return process.returncode, errors.decode()


def stored_updates(database: Path) -> list[int]:
    """Return the ids of the updates whose body is in the database."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT update_id FROM inbox WHERE body IS NOT NULL").fetchall()
    return [row[0] for row in rows]


def free_port() -> int:
    """Return a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
    return port


@dataclass(frozen=True)
class WebhookSettings:
    """The settings of a run with a webhook, and the URL it listens on."""

    url: str
    settings: dict[str, str]

    @classmethod
    def on_free_port(cls) -> WebhookSettings:
        """Return the settings for a webhook on a free port."""
        address = f"127.0.0.1:{free_port()}"
        settings = {
            "LEGWISE_WEBHOOK_URL": f"http://{address}/hook",
            "LEGWISE_LISTEN": address,
            "LEGWISE_WEBHOOK_SECRET": SECRET,
        }
        return cls(f"http://{address}", settings)


async def get_page(url: str) -> tuple[int, str]:
    """Get a page of a run; return its status and text."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()
