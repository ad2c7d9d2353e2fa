"""All that the bot remembers, in one place, and the promise that it forgets: by itself in time, a person at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.log import where
from bot.models import Forgotten
from bot.store.answer_log import Answers
from bot.store.chats import Chats
from bot.store.counts import Counts
from bot.store.crypto import Crypto
from bot.store.shared_questions import Shared
from bot.store.sql import checkpoint_wal, on_sqlite
from bot.store.votes import Votes

EVERY = 3600.0
"""Seconds between two times of tidying."""
LAST_WRITE = 1.0
"""Seconds that tidying may still take when all else has ended."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """The rooms of the store."""

    engine: AsyncEngine
    crypto: Crypto
    chats: Chats
    answers: Answers
    votes: Votes
    shared: Shared
    counts: Counts

    @classmethod
    def of(cls, engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time) -> Store:
        """The store in an opened database."""
        return cls(
            engine, crypto, Chats(engine, crypto), Answers(engine, crypto, clock), Votes(engine, clock),
            Shared(engine, crypto, clock), Counts(engine, clock),
        )  # fmt: skip

    async def forget(self, user_id: int) -> Forgotten:
        """Delete at once whatever is kept under a person's alias. Shared questions are under nobody's."""
        alias = self.crypto.pseudonym(user_id)
        forgotten = Forgotten(await self.votes.forget(alias), await self.answers.forget(alias))
        await self.chats.forget(user_id)
        await checkpoint_wal(self.engine)
        return forgotten

    async def tidy(self) -> None:
        """Drop everything whose time is up."""
        await self.answers.tidy()
        await self.votes.tidy()
        await self.shared.tidy()
        await checkpoint_wal(self.engine)


@asynccontextmanager
async def at_work(store: Store, every: float = EVERY) -> AsyncIterator[Store]:
    """Keep the store tidy while a run lasts; before, release what an earlier run died over."""
    if on_sqlite(store.engine):  # nobody else can be at work on a claim in a file that this run holds
        await _released(store)
    stop = asyncio.Event()
    tidying = asyncio.create_task(_tidied(store, every, stop))
    try:
        yield store
    finally:
        stop.set()
        await asyncio.wait({tidying}, timeout=LAST_WRITE)
        tidying.cancel()
        await asyncio.gather(tidying, return_exceptions=True)


async def _released(store: Store) -> None:
    try:
        await store.answers.release_all()
    except SQLAlchemyError as fault:  # no reason not to start: claims lapse
        log.warning("old claims stay for now: %s", where(fault))


async def _tidied(store: Store, every: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await store.tidy()
        except SQLAlchemyError as fault:
            log.warning("the store cannot be tidied: %s", where(fault))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)
