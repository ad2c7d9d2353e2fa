"""Counts: how often, by entry and kind, over all days."""

from __future__ import annotations

from bot.store.counts import Count
from bot.store.store import Store
from tests.bot.database_fixtures import Clock


async def test_what_happens_is_counted_by_kind_and_entry_over_all_days(store: Store, clock: Clock) -> None:
    assert await store.counts.totals() == {}
    for _ in range(2):
        await store.counts.add(Count.CHOSEN, "low")
    clock.now += 86400
    await store.counts.add(Count.CHOSEN, "low")
    await store.counts.add(Count.REMOVED, "low")
    await store.counts.add(Count.GONE, "old")
    assert await store.counts.totals() == {
        (Count.CHOSEN, "low"): 3, (Count.REMOVED, "low"): 1, (Count.GONE, "old"): 1,
    }  # fmt: skip
