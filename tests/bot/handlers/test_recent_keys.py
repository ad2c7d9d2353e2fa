"""Keys are remembered for a time from when they were added, and only so many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handlers.recent_keys import MOST, RecentKeys
from tests.bot.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(clock: Clock) -> RecentKeys:
    return RecentKeys(timedelta(hours=1), clock)


def test_a_key_is_remembered_for_the_period(keys: RecentKeys, clock: Clock) -> None:
    assert "a" not in keys
    keys.add("a")
    clock.now += 3599
    assert "a" in keys
    clock.now += 1
    assert "a" not in keys


def test_a_key_that_is_added_again_is_remembered_from_then_on(keys: RecentKeys, clock: Clock) -> None:
    for key in ("a", "b", "a"):
        keys.add(key)
        clock.now += 1800
    keys.add("c")
    assert ["a" in keys, "b" in keys] == [True, False]


def test_of_more_keys_than_are_remembered_the_oldest_is_forgotten(keys: RecentKeys) -> None:
    for key in range(MOST + 1):
        keys.add(key)
    assert [0 in keys, 1 in keys, MOST in keys] == [False, True, True]
