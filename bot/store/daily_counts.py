"""How often each thing happened on a day, in all chats together: no users, no chats, no words, no times.

The counts of a run are gathered in memory and written together every few seconds, so that an answer costs no
transaction for them. A crash loses those of the last seconds.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.log import describe
from bot.models import Count, DailyCount
from bot.store import retention
from bot.store.sql import change, insert, rows, transact
from bot.store.tables import DAILY_COUNTS
from bot.store.tally import Key, Tally

INTERVAL = 10.0
"""Seconds between two writes."""
TIMEOUT = 1.0
"""Seconds for the last write at the end of a run."""
_KEY = tuple(DAILY_COUNTS.primary_key)

log = logging.getLogger(__name__)


class DailyCounts:
    """The counts of all runs. Those of several processes add up."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    async def add(self, counts: Mapping[Key, int]) -> None:
        """Add counts to those of the same day, name and label."""
        if not counts:
            return
        # In the same order in every process, so that locking the rows cannot deadlock.
        values = [
            {"day": day, "name": name, "label": label, "count": count}
            for (day, name, label), count in sorted(counts.items())
        ]
        add = insert(self._engine, DAILY_COUNTS)
        total = {"count": DAILY_COUNTS.c.count + add.excluded["count"]}
        statement = add.on_conflict_do_update(index_elements=_KEY, set_=total)
        await transact(self._engine, lambda connection: connection.execute(statement, values))

    async def is_first(self, day: date, name: Count) -> bool:
        """Count an event that happens once on a day, and return whether no run has before."""
        values = {"day": day, "name": name, "label": "", "count": 1}
        add = insert(self._engine, DAILY_COUNTS).values(values)
        return await change(self._engine, add.on_conflict_do_nothing(index_elements=_KEY)) > 0

    async def between(self, first: date, last: date) -> tuple[DailyCount, ...]:
        """Return the counts from the first to the last day, both included, by day, name and label."""
        query = select(*_KEY, DAILY_COUNTS.c.count).where(DAILY_COUNTS.c.day.between(first, last)).order_by(*_KEY)
        stored = await rows(self._engine, query)
        return tuple(DailyCount(day, Count(name), label, count) for day, name, label, count in stored)

    async def delete_expired(self) -> None:
        """Delete counts beyond their retention period."""
        oldest = self.today() - retention.DAILY_COUNTS
        await change(self._engine, delete(DAILY_COUNTS).where(DAILY_COUNTS.c.day < oldest))

    def today(self) -> date:
        """Return the day (UTC)."""
        return datetime.fromtimestamp(self._clock(), UTC).date()


@asynccontextmanager
async def storing_counts(tally: Tally, counts: DailyCounts, interval: float = INTERVAL) -> AsyncIterator[None]:
    """Store the counts of a run regularly, and at its end."""
    stop = asyncio.Event()
    task = asyncio.create_task(_store_regularly(tally, counts, interval, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait({task}, timeout=TIMEOUT)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _store_regularly(tally: Tally, counts: DailyCounts, interval: float, stop: asyncio.Event) -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval)
        await _store(tally, counts)
        if stop.is_set():
            return


async def _store(tally: Tally, counts: DailyCounts) -> None:
    taken = tally.take()
    try:
        await counts.add(taken)
    except SQLAlchemyError as fault:
        tally.put_back(taken)
        log.warning("the daily counts could not be stored: %s", describe(fault))
