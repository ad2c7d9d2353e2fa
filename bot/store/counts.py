"""How often something happened to an entry, by the day. Of nobody: a count has no person and no chat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql import change, insert, rows
from bot.store.tables import COUNTS


class Count(StrEnum):
    """What is counted: a chosen inline result, an answer that somebody removed, a button of an entry now gone."""

    CHOSEN = "chosen"
    REMOVED = "removed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts."""

    engine: AsyncEngine
    clock: Callable[[], float] = time.time

    async def add(self, kind: Count, entry: str) -> None:
        """Count one more, today (UTC)."""
        day = datetime.fromtimestamp(self.clock(), UTC).date()
        add = insert(self.engine, COUNTS).values(kind=kind.value, entry=entry, day=day, number=1)
        key = (COUNTS.c.kind, COUNTS.c.entry, COUNTS.c.day)
        await change(self.engine, add.on_conflict_do_update(index_elements=key, set_={"number": COUNTS.c.number + 1}))

    async def totals(self) -> dict[tuple[Count, str], int]:
        """The counts over all days."""
        query = select(COUNTS.c.kind, COUNTS.c.entry, func.sum(COUNTS.c.number)).group_by(COUNTS.c.kind, COUNTS.c.entry)
        return {(Count(kind), entry): int(number) for kind, entry, number in await rows(self.engine, query)}
