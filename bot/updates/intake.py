"""Takes updates in: ranks them, stores them, and answers an emergency at once where they cannot be stored.

Telegram repeats an update that is not stored. One that was answered without the inbox is remembered, in memory, so that
its repetition is not answered again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.log import describe
from bot.store.sql import is_transient
from bot.updates.inbox import Finished, Inbox, StoredUpdate
from bot.updates.result import RetryLater
from bot.updates.triage import Triage

PATIENCE = 0.5
"""Seconds after which an emergency does not wait for the database any longer."""
MAX_REMEMBERED = 10_000
"""Updates answered without the inbox that are remembered at most."""

log = logging.getLogger(__name__)

Process = Callable[[StoredUpdate], Awaitable[Finished | RetryLater]]


class Sink(Protocol):
    """Stores updates."""

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Store updates durably, and return those that are new. Raises SQLAlchemyError."""

    async def look(self, updates: Sequence[StoredUpdate]) -> None:
        """Answer the emergencies among updates that will be added later."""


class Intake:
    """Adds updates to the inbox. Until `answer_with`, nothing is answered without it."""

    def __init__(self, inbox: Inbox, triage: Triage) -> None:
        self._triage, self._inbox = triage, inbox
        self._process: Process | None = None
        self._answers: OrderedDict[int, asyncio.Task[bool]] = OrderedDict()

    def answer_with(self, process: Process) -> None:
        """Answer emergencies that cannot be stored with this function."""
        self._process = process

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Rank and store updates, and return those that are new. Raises SQLAlchemyError."""
        ranked = await self._triage.rank(updates)
        if not any(one.urgent for one in ranked):
            return await self._store(ranked)
        storing = asyncio.create_task(self._store(ranked))
        try:
            await asyncio.wait({storing}, timeout=PATIENCE)
            if not storing.done() or storing.exception() is not None:
                self._answer_urgent(ranked)
            return await storing
        finally:
            storing.cancel()

    async def _store(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Store updates; if the database refuses one of them, the others, and of that one its number."""
        try:
            return await self._inbox.add(updates)
        except SQLAlchemyError as fault:
            if is_transient(fault):
                raise
        stored = [await self._store_one(one) for one in updates]
        return tuple(one for new in stored for one in new)

    async def _store_one(self, update: StoredUpdate) -> tuple[StoredUpdate, ...]:
        try:
            return await self._inbox.add([update])
        except SQLAlchemyError as fault:
            if is_transient(fault):
                raise
            log.error("update %d: the database refuses it: %s", update.update_id, describe(fault))
            return await self._inbox.add([StoredUpdate.without_body(update.update_id)])

    async def look(self, updates: Sequence[StoredUpdate]) -> None:
        """Answer the emergencies among updates that will be added later, because the database is slow."""
        self._answer_urgent(await self._triage.rank(updates))

    async def has_answered(self, update_id: int) -> bool:
        """Return whether an update was answered without the inbox; wait for the answer if it is under way."""
        task = self._answers.get(update_id)
        return task is not None and await asyncio.shield(task)

    async def stop(self) -> None:
        """Stop to answer without the inbox."""
        self._process = None
        tasks = [task for task in self._answers.values() if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _answer_urgent(self, ranked: Sequence[StoredUpdate]) -> None:
        for one in ranked:
            if one.urgent:
                self._answer_at_once(one)

    def _answer_at_once(self, stored: StoredUpdate) -> None:
        if self._process is None or stored.update_id in self._answers:
            return
        log.warning("update %d: an emergency cannot be stored; answering it at once", stored.update_id)
        self._answers[stored.update_id] = asyncio.create_task(self._answer(stored, self._process))
        while len(self._answers) > MAX_REMEMBERED:
            self._answers.popitem(last=False)

    async def _answer(self, stored: StoredUpdate, process: Process) -> bool:
        """Return whether the answer was sent. If not, the repetition of the update is answered."""
        is_done = False
        try:
            is_done = await process(stored) == Finished(stored.update_id)
        finally:
            if not is_done:
                self._answers.pop(stored.update_id, None)
        return is_done
