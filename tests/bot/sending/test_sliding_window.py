"""A strict sliding window."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sending.sliding_window import Priority, RateLimit, SlidingWindow
from tests.bot.sending.times import most_within


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@settings(max_examples=200)
@given(st.integers(1, 6), st.floats(0.05, 90), st.lists(st.floats(0, 30), max_size=40))
def test_no_span_ever_has_more_calls_than_the_limit(allowed: int, seconds: float, gaps: list[float]) -> None:
    """Not even the first one, unlike a leaky bucket's."""
    times: list[float] = []
    clock = Clock()
    window = SlidingWindow(RateLimit(allowed, seconds), clock)
    for gap in gaps:
        clock.now += gap
        while wait := window.seconds_until_open():
            clock.now += wait
        window.spend()
        times.append(clock.now)
    assert not times or most_within(times, seconds * 0.999) <= allowed


def test_the_next_call_is_allowed_as_soon_as_the_oldest_one_has_left_the_window() -> None:
    clock = Clock()
    window = SlidingWindow(RateLimit(2, 60.0), clock)
    window.spend()
    clock.now += 10
    window.spend()
    assert (window.is_open(), window.level(), window.seconds_until_open()) == (False, 2, 50.0)
    clock.now += 50
    assert (window.is_open(), window.level(), window.seconds_until_open()) == (True, 1, 0.0)


def test_the_reserved_calls_are_for_urgent_ones_alone() -> None:
    clock = Clock()
    window = SlidingWindow(RateLimit(3, 60.0, reserved=2), clock)
    for _ in range(2):
        assert window.is_open(Priority.URGENT)
        window.spend()
        clock.now += 10
    assert window.is_open(Priority.URGENT)
    assert not window.is_open(Priority.PRIVATE)
    assert not window.is_open(Priority.GROUP)
    assert window.seconds_until_open(Priority.GROUP) == 50.0, "until both have left"


def test_a_call_that_is_given_back_does_not_count() -> None:
    window = SlidingWindow(RateLimit(1, 60.0), Clock())
    window.spend()
    window.give_back()
    assert window.is_open()
    window.give_back()
    assert window.level() == 0
