"""The inbox: a table of updates, stored before they are acknowledged to Telegram, until they are processed.

Processes that share a database share the inbox: each claims updates by leases, which expire unless they are renewed.
Only the oldest update of a partition can be claimed, so a chat is answered in order by any number of processes; an
urgent update is claimed before all others, whatever waits in its partition. The text of a finished update is deleted;
its number is stored for two days, to recognise a repeated delivery.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import retention
from bot.store.sql import SERVER_NOW, change, checkpoint_wal, insert, on_sqlite, rows, transact
from bot.store.tables import INBOX
from bot.updates.expiry import Clock, ServerClock
from bot.updates.json_guard import is_storable

log = logging.getLogger(__name__)

LEASE = 30.0
"""Seconds that a claim lasts unless it is renewed."""
_UPDATE_IDS = range(2**62)  # the offset of a poll, which is one more, must fit into 64 bits
_CHAT_IDS = range(-(2**63), 2**63)
_FINISHED = {"body": None, "lane": None, "claimant": None, "claimed_until": None, "urgent": False}
# Statements are built once, because that takes longer than to execute them.
_FORGET = delete(INBOX).where(INBOX.c.lane.is_(None), INBOX.c.kept_at < bindparam("oldest"))
_DONE = update(INBOX).where(INBOX.c.update_id.in_(bindparam("done", expanding=True))).values(_FINISHED)
_STORED = (INBOX.c.update_id, INBOX.c.body, INBOX.c.kept_at, INBOX.c.urgent)
_WAITS = and_(INBOX.c.lane.is_not(None), INBOX.c.claimant.is_(None), INBOX.c.urgent.is_(False))
_IS_URGENT = "inbox.urgent IS TRUE"
"""In the words of the index, without which SQLite does not use it."""
RANK_BATCH = 200
"""Stored updates that are ranked at once."""
_Ids = Select[tuple[int]]


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update as Telegram sent it, when it was stored (seconds since 1970), and whether it may be an emergency."""

    update_id: int
    body: dict[str, Any]
    stored_at: int = field(default=0, compare=False)
    urgent: bool = field(default=False, compare=False)

    @classmethod
    def from_json(cls, body: Any) -> Self | None:
        """Return the update, or None if it has no valid number. A body that cannot be stored is left out."""
        update_id = body.get("update_id") if isinstance(body, dict) else None
        if type(update_id) is not int or update_id not in _UPDATE_IDS:
            return None
        return cls(update_id, body) if is_storable(body) else cls.without_body(update_id)

    @classmethod
    def without_body(cls, update_id: int) -> Self:
        """Return an update of which only the number can be stored, and log it."""
        log.error("update %d: skipped, because it cannot be stored", update_id)
        return cls(update_id, {"update_id": update_id})


@dataclass(frozen=True, slots=True)
class Finished:
    """An update that is done, or that failed. The fault must not quote it."""

    update_id: int
    fault: str | None = None


class Inbox:
    """The stored updates.

    Attributes:
        engine: of an opened database.
        clock: shows seconds since 1970.
        lease: seconds that a claim lasts.
        news: set when this process adds an update.

    """

    def __init__(
        self, engine: AsyncEngine, clock: Clock | None = None, lease: float = LEASE, claimant: str | None = None
    ) -> None:
        self.engine, self.clock, self.lease = engine, clock or ServerClock(), lease
        self.news = asyncio.Event()
        self._claimant = claimant or secrets.token_hex(8)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may add and claim updates too."""
        return not on_sqlite(self.engine)

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Store updates durably, and return those that are new."""
        now = int(self.clock())
        values = [
            {
                "update_id": one.update_id,
                "body": one.body,
                "kept_at": now,
                "lane": partition(one),
                "urgent": one.urgent,
            }
            for one in updates
        ]
        oldest = now - int(retention.UPDATE_NUMBERS.total_seconds())
        # Not "greater than the last": Telegram's numbers may start again anywhere.
        add = insert(self.engine, INBOX).on_conflict_do_nothing().returning(INBOX.c.update_id)

        def work(connection: Connection) -> set[int]:
            connection.execute(_FORGET, {"oldest": oldest})
            return set(connection.execute(add, values).scalars()) if values else set()

        new = await transact(self.engine, work)
        if new:
            self.news.set()
        return tuple(one for one in updates if one.update_id in new)

    async def exchange(
        self, finished: Sequence[Finished] = (), private: int = 0, groups: int = 0, urgent: int = 0
    ) -> tuple[StoredUpdate, ...]:
        """Finish updates and claim the next, at most so many of each kind, in one transaction."""

        def work(connection: Connection) -> list[StoredUpdate]:
            _finish(connection, finished)
            claimed = self._claim(connection, _urgent(), urgent)
            claimed += self._claim(connection, _oldest(of_groups=False), private)
            claimed += self._claim(connection, _oldest(of_groups=True), groups)
            return claimed

        claimed = await transact(self.engine, work)
        return tuple(sorted(claimed, key=lambda one: (not one.urgent, one.update_id)))

    async def mark_urgent(self, is_urgent: Callable[[dict[str, Any]], bool]) -> None:
        """Mark the urgent ones of the updates that wait, which were stored before they could be ranked."""
        last = -1
        while batch := await self._waiting_after(last):
            last = batch[-1].update_id
            if found := await asyncio.to_thread(_urgent_ones, batch, is_urgent):
                await change(self.engine, update(INBOX).where(_WAITS, INBOX.c.update_id.in_(found)).values(urgent=True))
                self.news.set()

    async def _waiting_after(self, update_id: int) -> list[StoredUpdate]:
        query = select(*_STORED).where(_WAITS, INBOX.c.update_id > update_id).order_by(INBOX.c.update_id)
        return [StoredUpdate(*row) for row in await rows(self.engine, query.limit(RANK_BATCH))]

    async def renew(self, active: Collection[int] = ()) -> None:
        """Extend the leases of the active updates, and expire those that were not renewed."""
        now = self._now()
        # A lease longer than ours was made before the server's clock was put back.
        expired = or_(INBOX.c.claimed_until < now, INBOX.c.claimed_until > now + self.lease)
        # A lease in our name that we do not renew comes from a claim whose reply was lost.
        lost = INBOX.c.claimed_until < now + 0.75 * self.lease
        free = or_(and_(INBOX.c.claimant != self._claimant, expired), and_(self._is_ours(), lost))
        extend = update(INBOX).where(INBOX.c.lane.is_not(None), self._is_ours(), INBOX.c.update_id.in_(active))
        expire = update(INBOX).where(INBOX.c.lane.is_not(None), free)
        await change(
            self.engine,
            extend.values(claimed_until=now + self.lease),
            expire.values(claimant=None, claimed_until=None),
        )

    async def release(self) -> None:
        """Release our claims; in a SQLite file, which is not shared, also those of an earlier run that crashed."""
        claimed = self._is_ours() if self.is_shared else INBOX.c.claimant.is_not(None)
        released = update(INBOX).where(INBOX.c.lane.is_not(None), claimed)
        await change(self.engine, released.values(claimant=None, claimed_until=None))

    async def checkpoint(self) -> None:
        """Clear deleted text from the disk."""
        await checkpoint_wal(self.engine)

    def _claim(self, connection: Connection, next_: _Ids, limit: int) -> list[StoredUpdate]:
        if limit <= 0:
            return []
        values = {"claimant": self._claimant, "limit": limit, "lease": self.lease}
        values |= {} if self.is_shared else {"now": self.clock()}
        claimed = connection.execute(_claim_statement(next_, is_shared=self.is_shared), values)
        return [StoredUpdate(*row) for row in claimed]

    def _is_ours(self) -> ColumnElement[bool]:
        return INBOX.c.claimant == self._claimant

    def _now(self) -> ColumnElement[float]:
        """Return the server's time if there is a server, because the clocks of processes differ."""
        return SERVER_NOW if self.is_shared else literal(self.clock(), Double)


def partition(stored: StoredUpdate) -> int:
    """Return the id of the chat or user whose updates are processed in order; it is below 0 for groups.

    A button press is in its user's partition, as with Telegram, and an unreadable update in one of its own.
    """
    for kind, event in stored.body.items():
        if isinstance(event, dict):
            owner = event.get("chat") if kind != "callback_query" and "chat" in event else event.get("from")
            id_ = owner.get("id") if isinstance(owner, dict) else None
            return id_ if type(id_) is int and id_ in _CHAT_IDS else stored.update_id
    return stored.update_id


def _urgent_ones(batch: Sequence[StoredUpdate], is_urgent: Callable[[dict[str, Any]], bool]) -> list[int]:
    return [one.update_id for one in batch if is_urgent(one.body)]


@cache  # building the statement takes longer than executing it
def _oldest(*, of_groups: bool) -> _Ids:
    """Return the query for the oldest update of each partition."""
    earlier = INBOX.alias()
    waits = exists().where(earlier.c.lane == INBOX.c.lane, earlier.c.update_id < INBOX.c.update_id)
    is_kind = INBOX.c.lane < literal_column("0") if of_groups else INBOX.c.lane >= literal_column("0")
    return select(INBOX.c.update_id).where(INBOX.c.claimant.is_(None), is_kind, ~waits, INBOX.c.urgent.is_(False))


@cache
def _urgent() -> _Ids:
    """Return the query for the oldest urgent update of each partition, whatever waits there before it."""
    earlier = INBOX.alias()
    waits = exists().where(earlier.c.lane == INBOX.c.lane, earlier.c.urgent, earlier.c.update_id < INBOX.c.update_id)
    return select(INBOX.c.update_id).where(INBOX.c.claimant.is_(None), literal_column(_IS_URGENT), ~waits)


@cache
def _claim_statement(next_: _Ids, *, is_shared: bool) -> Update:
    first = next_.order_by(INBOX.c.update_id).limit(bindparam("limit"))
    chosen = first.with_for_update(skip_locked=True, of=INBOX).cte("chosen")
    claim = update(INBOX).where(INBOX.c.update_id.in_(select(chosen.c.update_id)))
    until = (SERVER_NOW if is_shared else bindparam("now", type_=Double)) + bindparam("lease", type_=Double)
    return claim.values(claimant=bindparam("claimant"), claimed_until=until).returning(*_STORED)


def _finish(connection: Connection, finished: Sequence[Finished]) -> None:
    if done := [one.update_id for one in finished if one.fault is None]:
        connection.execute(_DONE, {"done": done})
    for one in finished:
        if one.fault is not None:
            failed = update(INBOX).where(INBOX.c.update_id == one.update_id)
            connection.execute(failed.values(_FINISHED | {"fault": one.fault}))
