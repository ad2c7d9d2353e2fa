"""Updates on disk, from before Telegram is told that they came until they are answered.

Processes that share a database share the inbox: each claims what it works at, and a claim that is not renewed
lapses. Of what waits in a lane (a chat, or a person's presses and queries) only the oldest can be claimed, so that
order holds whoever answers. An update's text goes as soon as it is done; the bare number stays for two days, so that
one that Telegram delivers again is not answered again. There is no high-water mark, since Telegram's numbers may start
anew anywhere. Knows no handler and no network.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.sql import SERVER_NOW, change, checkpoint_wal, insert, on_sqlite, rows, transaction
from bot.store.tables import INBOX
from bot.updates.expiry import Clock, ServerClock

REMEMBERED = 2 * 86400
"""Seconds that a done update's number is kept; Telegram repeats an update for one day at most."""
LEASE = 30.0
"""Seconds that a claim holds unless it is renewed."""
_NUMBERS = range(-(2**63), 2**63)
_DONE = {"body": None, "lane": None, "claimant": None, "claimed_until": None}


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update as Telegram sent it, by its number, and when it was kept (seconds since 1970)."""

    update_id: int
    body: dict[str, Any]
    kept_at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """An update that is done, or was given up over a fault. The fault must quote nothing of it."""

    update_id: int
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """The kept updates, in an opened database. `name` tells apart who claims; `news` is set when this one keeps."""

    engine: AsyncEngine
    clock: Clock = field(default_factory=ServerClock)
    lease: float = LEASE
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def shared(self) -> bool:
        """Whether other processes may keep and claim as well."""
        return not on_sqlite(self.engine)

    async def keep(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Keep updates durably; return those that had not come before."""
        now = int(self.clock())
        told = [
            {"update_id": kept.update_id, "body": kept.body, "kept_at": now, "lane": partition(kept)}
            for kept in updates
        ]
        forget = delete(INBOX).where(INBOX.c.lane.is_(None), INBOX.c.kept_at < now - REMEMBERED)
        add = insert(self.engine, INBOX).on_conflict_do_nothing().returning(INBOX.c.update_id)
        async with transaction(self.engine) as connection:
            await connection.execute(forget)
            new = set((await connection.execute(add, told)).scalars()) if told else set()
        if new:
            self.news.set()
        return tuple(kept for kept in updates if kept.update_id in new)

    async def exchange(
        self, closed: Sequence[Finished] = (), private: int = 0, groups: int = 0
    ) -> tuple[StoredUpdate, ...]:
        """In one transaction: close what is done, and claim what is next, at most so many of each sort."""
        async with transaction(self.engine) as connection:
            await _close(connection, closed)
            claimed = await self._claim(connection, private, of_groups=False)
            claimed += await self._claim(connection, groups, of_groups=True)
        return tuple(sorted(claimed, key=lambda kept: kept.update_id))

    async def renew(self, held: Collection[int] = ()) -> None:
        """Let our claims on what is in work hold on, and those lapse that nobody renewed.

        A claim of ours that is not renewed was made without our knowing: the connection ended before it told us.
        """
        now = self._now()
        # Longer than a lease from now on is never claimed: the server's clock was put back.
        dead = or_(INBOX.c.claimed_until < now, INBOX.c.claimed_until > now + self.lease)
        unknown = INBOX.c.claimed_until < now + 0.75 * self.lease
        gone = or_(and_(INBOX.c.claimant != self.name, dead), and_(self._mine(), unknown))
        ours = update(INBOX).where(INBOX.c.lane.is_not(None), self._mine(), INBOX.c.update_id.in_(held))
        others = update(INBOX).where(INBOX.c.lane.is_not(None), gone)
        await change(
            self.engine,
            ours.values(claimed_until=now + self.lease),
            others.values(claimant=None, claimed_until=None),
        )

    async def release(self) -> None:
        """Give up our claims; in a file, which nobody shares, also those that an earlier run died over."""
        whose = self._mine() if self.shared else INBOX.c.claimant.is_not(None)
        released = update(INBOX).where(INBOX.c.lane.is_not(None), whose)
        await change(self.engine, released.values(claimant=None, claimed_until=None))

    async def pending(self) -> tuple[StoredUpdate, ...]:
        """What is not done, in the order of its numbers."""
        query = select(INBOX.c.update_id, INBOX.c.body, INBOX.c.kept_at).where(INBOX.c.lane.is_not(None))
        return tuple(StoredUpdate(*row) for row in await rows(self.engine, query.order_by(INBOX.c.update_id)))

    async def depth(self) -> int:
        """How many updates are not done."""
        query = select(func.count()).select_from(INBOX).where(INBOX.c.lane.is_not(None))
        return int((await rows(self.engine, query))[0][0])

    async def done(self, update_id: int) -> None:
        """Delete what the update said."""
        await self.exchange([Finished(update_id)])

    async def set_aside(self, update_id: int, fault: str) -> None:
        """Give the update up: delete what it said, keep why. `fault` must quote nothing of it."""
        await self.exchange([Finished(update_id, fault)])

    async def checkpoint(self) -> None:
        """Leave no deleted text on the disk."""
        await checkpoint_wal(self.engine)

    async def _claim(self, connection: AsyncConnection, most: int, *, of_groups: bool) -> list[StoredUpdate]:
        if most <= 0:
            return []
        told = {"whose": self.name, "most": most, "lease": self.lease}
        told |= {} if self.shared else {"now": self.clock()}
        claimed = await connection.execute(_claiming(of_groups=of_groups, shared=self.shared), told)
        return [StoredUpdate(*row) for row in claimed]

    def _mine(self) -> ColumnElement[bool]:
        return INBOX.c.claimant == self.name

    def _now(self) -> ColumnElement[float]:
        """The time that claims go by: the server's where there is one, as processes may differ in theirs."""
        return SERVER_NOW if self.shared else literal(self.clock(), Double)


def partition(kept: StoredUpdate) -> int:
    """What an update waits behind: its chat's messages; a press, as with Telegram, only its person's other updates.

    Below 0 for groups. What cannot be read waits behind nothing.
    """
    for kind, event in kept.body.items():
        if isinstance(event, dict):
            whom = event.get("chat") if kind != "callback_query" and "chat" in event else event.get("from")
            number = whom.get("id") if isinstance(whom, dict) else None
            return number if type(number) is int and number in _NUMBERS else kept.update_id
    return kept.update_id


@cache
def _claiming(*, of_groups: bool, shared: bool) -> Update:
    """Claim what is next. It is built once: that takes longer than to run it."""
    earlier = INBOX.alias()
    waits = exists().where(earlier.c.lane == INBOX.c.lane, earlier.c.update_id < INBOX.c.update_id)
    sort = INBOX.c.lane < literal_column("0") if of_groups else INBOX.c.lane >= literal_column("0")
    first = select(INBOX.c.update_id).where(INBOX.c.claimant.is_(None), sort, ~waits).order_by(INBOX.c.update_id)
    chosen = first.limit(bindparam("most")).with_for_update(skip_locked=True, of=INBOX).cte("chosen")
    claim = update(INBOX).where(INBOX.c.update_id.in_(select(chosen.c.update_id)))
    until = (SERVER_NOW if shared else bindparam("now", type_=Double)) + bindparam("lease", type_=Double)
    return claim.values(claimant=bindparam("whose"), claimed_until=until).returning(
        INBOX.c.update_id, INBOX.c.body, INBOX.c.kept_at
    )


async def _close(connection: AsyncConnection, closed: Sequence[Finished]) -> None:
    if done := [one.update_id for one in closed if one.fault is None]:
        await connection.execute(update(INBOX).where(INBOX.c.update_id.in_(done)).values(_DONE))
    for one in closed:
        if one.fault is not None:
            aside = update(INBOX).where(INBOX.c.update_id == one.update_id)
            await connection.execute(aside.values(_DONE | {"fault": one.fault}))
