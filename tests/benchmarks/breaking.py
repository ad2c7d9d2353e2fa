"""Ways in which what a run depends on breaks, for real. Each is broken while its `with` lasts."""

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

from bot.simulator import Counterpart
from tests.bot import postgres_server

PATIENCE = 30.0
DISK = 8
"""Megabytes."""


@asynccontextmanager
async def api_away(api: Counterpart) -> AsyncIterator[None]:
    """The Bot API refuses connections, and has dropped those that were open."""
    await api.door.shut()
    try:
        yield
    finally:
        await api.door.open()


@asynccontextmanager
async def api_silent(api: Counterpart) -> AsyncIterator[None]:
    """The Bot API takes connections and never answers."""
    api.door.fall_silent()
    try:
        yield
    finally:
        api.door.speak()


@dataclass
class Postgres:
    """A private server, as `tests.bot.postgres_server` makes it, that can be away for a while."""

    url: str
    _again: subprocess.Popen[bytes] | None = None

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """It ends at once, without a word to whoever is connected; later it is started again."""
        await asyncio.to_thread(self._end, signal.SIGQUIT)
        try:
            yield
        finally:
            await asyncio.to_thread(self._start)

    @asynccontextmanager
    async def silent(self) -> AsyncIterator[None]:
        """It stands still: whoever is connected, or connects, gets no answer."""
        self._tell_all(signal.SIGSTOP)
        try:
            yield
        finally:
            self._tell_all(signal.SIGCONT)

    def _tell_all(self, what: signal.Signals) -> None:
        main = self._pid()
        children = Path(f"/proc/{main}/task/{main}/children").read_text("ascii").split()
        for pid in (main, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def _pid(self) -> int:
        return int(self._status.read_text("ascii").split()[0])

    @property
    def _status(self) -> Path:
        return self._folder / "data" / "postmaster.pid"

    def close(self) -> None:
        """End what was started again."""
        if self._again is not None:
            self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        os.kill(self._pid(), how)
        if self._again is not None:
            self._again.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while self._status.exists() and time.monotonic() < until:
            time.sleep(0.02)

    def _start(self) -> None:
        where, data = postgres_server.programs(), self._folder / "data"
        assert where is not None, "it was there before"
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", str(self._folder))
        self._again = postgres_server._as_other([str(where / "postgres"), "-D", str(data), *options], self._folder)
        postgres_server._await(self._status, self._again)

    @property
    def _folder(self) -> Path:
        return Path(str(make_url(self.url).query["host"]))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own in a folder, of `DISK` megabytes. Needs root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@asynccontextmanager
async def full(disk: Path) -> AsyncIterator[None]:
    """Not a byte more can be written on a disk."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        rest.unlink()


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Another process writes to a SQLite file, and does not come to an end."""
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def library() -> Path | None:
    """Debian's libfaketime, if it is installed."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@dataclass(frozen=True, slots=True)
class Stepped:
    """A machine whose clock can be put forward and back; time that only goes on, goes on."""

    file: Path
    preload: Path

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process on that machine."""
        self.put(0)
        return {
            "LD_PRELOAD": str(self.preload), "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # it would make threads wait for each other far too long
        }  # fmt: skip

    def put(self, seconds: int) -> None:
        """Put its clock so many seconds before the world's."""
        self.file.write_text(f"{seconds:+d}\n", "ascii")
