"""Helpers on the times of calls."""

from __future__ import annotations


def most_within(times: list[float], seconds: float) -> int:
    """Return the largest number of calls in any span of that length."""
    return max(sum(first <= at < first + seconds for at in times) for first in times)
