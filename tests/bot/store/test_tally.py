"""Counts in memory: by day, in any thread, and none lost when they could not be stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from bot.models import Count
from bot.store.tally import Tally
from tests.bot.database_fixtures import Clock

TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


def test_events_are_counted_by_their_day_and_taken_once() -> None:
    clock = Clock()
    tally = Tally(clock)
    tally.add(Count.SHARE)
    tally.add(Count.SHARE)
    clock.now += 86_400
    tally.add(Count.ANSWER, "low")
    assert tally.take() == {(TODAY, Count.SHARE, ""): 2, (TOMORROW, Count.ANSWER, "low"): 1}
    assert tally.take() == {}


def test_counts_that_were_put_back_add_up_with_later_ones() -> None:
    tally = Tally(Clock())
    tally.add(Count.ANSWER, "low")
    taken = tally.take()
    tally.add(Count.ANSWER, "low")
    tally.put_back(taken)
    assert tally.take() == {(TODAY, Count.ANSWER, "low"): 2}


def _count_to_a_thousand(tally: Tally) -> None:
    for _ in range(1000):
        tally.add(Count.SHARE)


def test_threads_that_count_at_once_lose_nothing() -> None:
    tally = Tally(Clock())
    with ThreadPoolExecutor(8) as threads:
        for _ in range(8):
            threads.submit(_count_to_a_thousand, tally)
    assert tally.take() == {(TODAY, Count.SHARE, ""): 8000}
