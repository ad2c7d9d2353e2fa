"""Looks into an inbox, and makes updates for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.store.database import open_database
from bot.store.sql import rows
from bot.store.tables import INBOX
from bot.updates.inbox import Inbox, StoredUpdate
from tests.bot.sample_updates import PRIVATE, said


@asynccontextmanager
async def inbox_in(folder: Path) -> AsyncIterator[Inbox]:
    """Open an inbox in a SQLite file in the folder."""
    async with open_database(f"sqlite+aiosqlite:///{folder / 'inbox'}") as engine:
        yield Inbox(engine)


async def pending(inbox: Inbox) -> tuple[StoredUpdate, ...]:
    """Return the unfinished updates by number."""
    query = select(INBOX.c.update_id, INBOX.c.body, INBOX.c.kept_at).where(INBOX.c.lane.is_not(None))
    return tuple(StoredUpdate(*row) for row in await rows(inbox.engine, query.order_by(INBOX.c.update_id)))


async def depth(inbox: Inbox) -> int:
    """Return the number of unfinished updates."""
    return await _count(inbox, INBOX.c.lane.is_not(None))


async def claimed(inbox: Inbox) -> int:
    """Return the number of claimed updates."""
    return await _count(inbox, INBOX.c.claimant.is_not(None))


async def wait_until_empty(inbox: Inbox) -> None:
    """Wait until every update is finished."""
    async with asyncio.timeout(10):
        while await depth(inbox):  # noqa: ASYNC110 - a finished update sets no event
            await asyncio.sleep(0.005)


def stored(*bodies: dict[str, Any]) -> tuple[StoredUpdate, ...]:
    """Return the updates as they are added to an inbox."""
    return tuple(StoredUpdate(body["update_id"], body) for body in bodies)


def questions(chat_id: int, count: int = 1) -> tuple[StoredUpdate, ...]:
    """Return questions in a chat."""
    return stored(*(said("a question", PRIVATE | {"id": chat_id}) for _ in range(count)))


async def _count(inbox: Inbox, condition: ColumnElement[bool]) -> int:
    return int((await rows(inbox.engine, select(func.count()).select_from(INBOX).where(condition)))[0][0])
