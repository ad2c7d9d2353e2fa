"""Turns that several processes take together: how much was state written at a place, and which places pause.

Only on PostgreSQL, which processes can share, and by its clock. What is kept of a place is times, and the place's name;
whoever asks gives names that tell nobody. Knows no chats.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Double, Integer, String, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array, insert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.sql import SERVER_NOW, transaction
from bot.store.tables import TURNS

FRESH = 300
"""Seconds after which the connection is made anew: what stands between drops it if it is quiet for longer."""
_TAKEN = func.take_turn(
    bindparam("places", type_=ARRAY(String)), bindparam("mosts", type_=ARRAY(Integer)),
    bindparam("spans", type_=ARRAY(Double)),
).table_valued("held_by", "seconds", "asked_for")  # fmt: skip
_TAKE = select(_TAKEN.c.held_by, _TAKEN.c.seconds, _TAKEN.c.asked_for)


@dataclass(frozen=True, slots=True)
class Quota:
    """At a place there are at most so many turns in any so many seconds. CountingSemaphore have 32 characters at most."""

    place: str
    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Denied:
    """No turn was taken: a place is full for so many seconds, or pauses."""

    place: str
    seconds: float
    pauses: bool


@dataclass(frozen=True, slots=True)
class SendLimits:
    """The turns, in an opened PostgreSQL database."""

    engine: AsyncEngine

    async def take(self, quotas: Sequence[Quota]) -> Denied | None:
        """Take a turn at all these places, or at none: then tells what holds it up."""
        asked = {
            "places": [quota.place for quota in quotas],
            "mosts": [quota.most for quota in quotas],
            "spans": [quota.seconds for quota in quotas],
        }
        async with transaction(self.engine) as connection:
            row = (await connection.execute(_TAKE, asked)).one_or_none()
        return None if row is None else Denied(*row)

    async def pause(self, place: str, seconds: float) -> None:
        """Give no turn at a place for so long, unless a longer pause is on."""
        until = SERVER_NOW + seconds
        paused = insert(TURNS).values(
            place=place, times=array([], type_=Double), paused_at=SERVER_NOW, paused_until=until, gone_at=until
        )
        longer = {
            "paused_at": paused.excluded.paused_at,
            "paused_until": func.greatest(TURNS.c.paused_until, paused.excluded.paused_until),
            "gone_at": func.greatest(TURNS.c.gone_at, paused.excluded.gone_at),
        }
        async with transaction(self.engine) as connection:
            await connection.execute(paused.on_conflict_do_update(index_elements=[TURNS.c.place], set_=longer))

    async def tidy(self) -> bool:
        """Delete what no longer counts; return whether anything is left."""
        # What somebody writes just now is passed over: it counts again.
        gone = select(TURNS.c.place).where(TURNS.c.gone_at <= SERVER_NOW).with_for_update(skip_locked=True)
        async with transaction(self.engine) as connection:
            await connection.execute(delete(TURNS).where(TURNS.c.place.in_(gone)))
            return (await connection.execute(select(TURNS.c.place).limit(1))).first() is not None


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[SendLimits]:
    """Turns in the same database, over one connection of their own: whoever writes waits for no other work there.

    Each turn is one trip to the server, without a transaction and without a test of the connection before. So one that
    was lost is an error, once.
    """
    apart = create_async_engine(
        engine.url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0, pool_recycle=FRESH
    )  # fmt: skip
    try:
        yield SendLimits(apart)
    finally:
        await apart.dispose()
