"""Rate limits that several processes keep together, in PostgreSQL and by its clock.

A row has the times of the last calls under a name; callers pass names that identify no chat.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Double, Integer, String, bindparam, cast, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import postgres
from bot.store.sql import SERVER_NOW, transaction
from bot.store.tables import TURNS

CONNECTION_AGE = 300
"""Seconds after which the connection is replaced, because firewalls drop idle ones."""
# Arrays are sent as text: for an array the driver asks the server about its type, which may take a second through a
# pooler, because it switches the JIT off for that in another transaction, and so maybe on another connection.
_TAKEN = func.take_turn(
    *(
        cast(func.string_to_array(bindparam(name, type_=String), ","), ARRAY(type_))
        for name, type_ in (("names", String), ("mosts", Integer), ("spans", Double))
    )
).table_valued("held_by", "seconds", "asked_for")
_TAKE = select(_TAKEN.c.held_by, _TAKEN.c.seconds, _TAKEN.c.asked_for)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many calls under a name in any so many seconds. A name has at most 32 characters, and no comma."""

    name: str
    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Denied:
    """The quota that is used up, or paused, for so many seconds."""

    name: str
    seconds: float
    is_pause: bool


class SendLimits:
    """The calls of all processes, in an open PostgreSQL database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, quotas: Sequence[Quota]) -> Denied | None:
        """Count a call in all quotas, or in none and return the one that denies it longest."""
        parameters = {
            "names": ",".join(quota.name for quota in quotas),
            "mosts": ",".join(str(quota.most) for quota in quotas),
            "spans": ",".join(str(quota.seconds) for quota in quotas),
        }
        async with transaction(self._engine) as connection:
            row = (await connection.execute(_TAKE, parameters)).one_or_none()
        return None if row is None else Denied(*row)

    async def pause(self, name: str, seconds: float) -> None:
        """Deny all calls under a name for that long. A shorter pause does not end a longer one."""
        until = SERVER_NOW + seconds
        pause = insert(TURNS).values(
            place=name, times=array([], type_=Double), paused_at=SERVER_NOW, paused_until=until, gone_at=until
        )
        longer = {
            "paused_at": pause.excluded.paused_at,
            "paused_until": func.greatest(TURNS.c.paused_until, pause.excluded.paused_until),
            "gone_at": func.greatest(TURNS.c.gone_at, pause.excluded.gone_at),
        }
        async with transaction(self._engine) as connection:
            await connection.execute(pause.on_conflict_do_update(index_elements=[TURNS.c.place], set_=longer))

    async def delete_expired(self) -> bool:
        """Delete rows that no longer count, and return whether any row is left."""
        # A row that another process is writing counts again, so it is skipped.
        expired = select(TURNS.c.place).where(TURNS.c.gone_at <= SERVER_NOW).with_for_update(skip_locked=True)
        async with transaction(self._engine) as connection:
            await connection.execute(delete(TURNS).where(TURNS.c.place.in_(expired)))
            return (await connection.execute(select(TURNS.c.place).limit(1))).first() is not None


@asynccontextmanager
async def open_send_limits(engine: AsyncEngine) -> AsyncIterator[SendLimits]:
    """Open a connection of its own to the same database, so that sending waits for no other query.

    A call takes no transaction, and no check of the connection before. A lost one is an error, once.
    """
    own = postgres.create_engine(
        engine.url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0, pool_recycle=CONNECTION_AGE
    )
    try:
        yield SendLimits(own)
    finally:
        await own.dispose()
