"""Checks the database by what legwise needs from it: to store an update.

A read is not enough: on a full disk, or from a file that was deleted while it is open, reading works for ever.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from pathlib import Path

from sqlalchemy import delete, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import Cause, cause
from bot.health.finding import Finding
from bot.health.folders import space_left
from bot.log import describe
from bot.store.sql import change, on_sqlite
from bot.store.tables import INBOX

SUBJECT = "database"
TIMEOUT = 5.0
"""Seconds for the database to respond."""
INTERVAL = 30.0
"""Seconds between two checks of a run, so that the log names a fault even if nobody asks `/readyz`."""

log = logging.getLogger(__name__)


class DatabaseHealth:
    """Checks an open database, and logs when it fails or works again."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._file = Path(engine.url.database or "") if on_sqlite(engine) else None
        self._identity = _identity(self._file) if self._file else None
        self._trying: asyncio.Task[Finding] | None = None
        self._last = Finding(SUBJECT, "ok")

    async def check(self) -> Finding:
        """Try a write. Calls at the same time share one attempt, which is never interrupted."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try())
        await asyncio.wait({self._trying}, timeout=TIMEOUT)
        finding = self._trying.result() if self._trying.done() else self._slow()
        self._log(finding)
        return finding

    async def watch(self) -> None:
        """Check regularly, for ever."""
        while True:
            await asyncio.sleep(INTERVAL)
            await self.check()

    async def _try(self) -> Finding:
        if self._file and _identity(self._file) != self._identity:
            what = f"{self._file} was deleted or replaced while legwise runs; all that it stores now will be lost"
            return Finding(SUBJECT, what, "restart legwise, and leave the file alone while it runs")
        try:
            await write(self._engine)
        except SQLAlchemyError as fault:
            return self._failed(fault)
        return (space_left(SUBJECT, self._file.parent) if self._file else None) or Finding(SUBJECT, "ok")

    def _failed(self, fault: SQLAlchemyError) -> Finding:
        known = cause(fault) or Cause(describe(fault), "see the log; if it stays, restore a backup")
        failed = Finding(SUBJECT, f"{self._name}: {known.reason}", known.cure)
        # Which disk is full matters more than how SQLite met it: without space it reports several faults.
        return (space_left(SUBJECT, self._file.parent) if self._file else None) or failed

    def _slow(self) -> Finding:
        what = f"{self._name} did not respond within {TIMEOUT:g} s"
        return Finding(SUBJECT, what, "check its server or disk, and whether a program holds it locked")

    @property
    def _name(self) -> str:
        return str(self._file) if self._file else f"PostgreSQL at {self._engine.url.host or 'its socket'}"

    def _log(self, finding: Finding) -> None:
        if finding == self._last:
            return
        self._last = finding
        if finding.is_ok:
            log.info("the database works again")
        else:
            log.error("the database fails: %s; %s", finding.what, finding.cure)


async def write(engine: AsyncEngine) -> None:
    """Store an update and delete it again, in one transaction. Raises SQLAlchemyError."""
    number = -secrets.randbelow(2**62) - 1  # Telegram's are never negative
    add = insert(INBOX).values(update_id=number, kept_at=0)
    await change(engine, add, delete(INBOX).where(INBOX.c.update_id == number))


def _identity(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name; None if there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
