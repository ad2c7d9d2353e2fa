"""Durations in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.views.durations import in_words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(days=180), "180 days"),
        (timedelta(days=90), "90 days"),
        (timedelta(days=11), "11 days"),
        (timedelta(days=10), "ten days"),
        (timedelta(days=2), "two days"),
        (timedelta(hours=48), "two days"),
        (timedelta(days=1), "a day"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=1), "an hour"),
        (timedelta(minutes=1), "a minute"),
        (timedelta(seconds=90), "90 seconds"),
    ],
)
def test_a_duration_is_named_in_the_largest_unit_that_measures_it(duration: timedelta, words: str) -> None:
    assert in_words(duration) == words
