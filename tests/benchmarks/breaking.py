"""Real failures of what a run depends on. Each lasts as long as its `with` block."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bot.simulator import BotApiSimulator
from tests.bot import postgres_server

TIMEOUT = 30.0
DISK = 8
"""Megabytes."""


@asynccontextmanager
async def api_unreachable(api: BotApiSimulator) -> AsyncIterator[None]:
    """The Bot API drops open connections and refuses new ones."""
    await api.network.disconnect()
    try:
        yield
    finally:
        await api.network.connect()


@asynccontextmanager
async def api_stalled(api: BotApiSimulator) -> AsyncIterator[None]:
    """The Bot API accepts connections and never responds."""
    api.network.stall()
    try:
        yield
    finally:
        api.network.resume()


@dataclass
class Postgres:
    """A server started by `tests.bot.postgres_server` that can be stopped and stalled."""

    url: str
    _restarted: subprocess.Popen[bytes] | None = None

    @asynccontextmanager
    async def stopped(self) -> AsyncIterator[None]:
        """The server stops at once without notice to its clients, and is restarted later."""
        await asyncio.to_thread(self._stop, signal.SIGQUIT)
        try:
            yield
        finally:
            await asyncio.to_thread(self._start)

    @asynccontextmanager
    async def stalled(self) -> AsyncIterator[None]:
        """The server is suspended, so that clients get no response."""
        self._signal_all(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        main = self._pid()
        children = Path(f"/proc/{main}/task/{main}/children").read_text("ascii").split()
        for pid in (main, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _pid(self) -> int:
        return int(self._status.read_text("ascii").split()[0])

    @property
    def _status(self) -> Path:
        return self._folder / "data" / "postmaster.pid"

    def close(self) -> None:
        """Stop the restarted server, if any."""
        if self._restarted is not None:
            self._stop(signal.SIGINT)

    def _stop(self, number: signal.Signals) -> None:
        os.kill(self._pid(), number)
        if self._restarted is not None:
            self._restarted.wait(TIMEOUT)
        until = time.monotonic() + TIMEOUT
        while self._status.exists() and time.monotonic() < until:
            time.sleep(0.02)

    def _start(self) -> None:
        where, data = postgres_server.programs(), self._folder / "data"
        assert where is not None, "it is running"
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", str(self._folder))
        command = [str(where / "postgres"), "-D", str(data), *options]
        self._restarted = postgres_server.run_as_postgres(command, self._folder)
        postgres_server._await(self._status, self._restarted)

    @property
    def _folder(self) -> Path:
        return Path(str(make_url(self.url).query["host"]))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a file system of `DISK` megabytes in a folder. Needs root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@asynccontextmanager
async def full_disk(disk: Path) -> AsyncIterator[None]:
    """Fill a disk completely."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        filler.unlink()


@asynccontextmanager
async def locked_database(file: Path) -> AsyncIterator[None]:
    """Another connection holds the write lock of a SQLite file."""
    with closing(sqlite3.connect(file, timeout=TIMEOUT, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def find_faketime() -> Path | None:
    """Return the path of Debian's libfaketime, if it is installed."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@dataclass(frozen=True, slots=True)
class FakeClock:
    """A wall clock that can be set forward and back; monotonic time is unchanged."""

    file: Path
    preload: Path

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process with this clock."""
        self.set(0)
        return {
            "LD_PRELOAD": str(self.preload), "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # otherwise threads wait far too long for each other
        }  # fmt: skip

    def set(self, seconds: int) -> None:
        """Set the clock ahead of the real time."""
        self.file.write_text(f"{seconds:+d}\n", "ascii")
