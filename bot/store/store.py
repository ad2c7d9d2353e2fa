"""The whole store, and the deletion of expired data."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.log import describe
from bot.models import Forgotten
from bot.store.answer_log import AnswerLog
from bot.store.chats import Chats
from bot.store.crypto import Crypto
from bot.store.daily_counts import DailyCounts
from bot.store.shared_questions import SharedQuestions
from bot.store.sql import checkpoint_wal, on_sqlite
from bot.store.votes import Votes

CLEANUP_INTERVAL = 3600.0
"""Seconds between two deletions of expired data."""
CLEANUP_TIMEOUT = 1.0
"""Seconds for a deletion in progress to finish at the end of a run."""

log = logging.getLogger(__name__)


class Store:
    """The parts of the store, in an open database."""

    def __init__(self, engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time) -> None:
        self.engine, self.crypto = engine, crypto
        self.chats = Chats(engine, crypto)
        self.answers = AnswerLog(engine, crypto, clock)
        self.votes = Votes(engine, clock)
        self.shared = SharedQuestions(engine, crypto, clock)
        self.daily_counts = DailyCounts(engine, clock)

    async def forget(self, user_id: int) -> Forgotten:
        """Delete all data of a user at once, except questions that were shared before askers were recorded."""
        pseudonym = self.crypto.pseudonym(user_id)
        forgotten = Forgotten(
            votes=await self.votes.forget(pseudonym),
            answers=await self.answers.forget(pseudonym),
            shared=await self.shared.forget(self.crypto.asker(user_id)),
            untraceable=await self.shared.count_untraceable(),
        )
        await self.chats.forget(user_id)
        await checkpoint_wal(self.engine)
        return forgotten

    async def delete_expired(self) -> None:
        """Delete everything beyond its retention period."""
        await self.answers.delete_expired()
        await self.votes.delete_expired()
        await self.shared.delete_expired()
        await self.daily_counts.delete_expired()
        await checkpoint_wal(self.engine)


@asynccontextmanager
async def open_store(
    engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time, interval: float = CLEANUP_INTERVAL
) -> AsyncIterator[Store]:
    """Open the store for a run: release the claims of a crashed run, and delete expired data regularly."""
    store, stop = Store(engine, crypto, clock), asyncio.Event()
    if on_sqlite(engine):  # no other process can hold a claim in this run's file
        await _release_claims(store)
    cleanup = asyncio.create_task(_clean_up(store, interval, stop))
    try:
        yield store
    finally:
        stop.set()
        await asyncio.wait({cleanup}, timeout=CLEANUP_TIMEOUT)
        cleanup.cancel()
        await asyncio.gather(cleanup, return_exceptions=True)


async def _release_claims(store: Store) -> None:
    try:
        await store.answers.release_all()
    except SQLAlchemyError as fault:  # not fatal, because claims expire
        log.warning("could not release the claims of the last run: %s", describe(fault))


async def _clean_up(store: Store, interval: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await store.delete_expired()
        except SQLAlchemyError as fault:
            log.warning("could not delete expired data: %s", describe(fault))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval)
