"""Durations in words."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (
    (timedelta(days=1), "day", "a"),
    (timedelta(hours=1), "hour", "an"),
    (timedelta(minutes=1), "minute", "a"),
    (timedelta(seconds=1), "second", "a"),
)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(duration: timedelta) -> str:
    """Return a duration in the largest unit that measures it in whole numbers: "two days", "180 days", "an hour"."""
    unit, name, article = next(each for each in _UNITS if duration >= each[0] and not duration % each[0])
    number = duration // unit
    if number == 1:
        return f"{article} {name}"
    return f"{_NUMBERS[number - 2] if number <= len(_NUMBERS) + 1 else number} {name}s"
