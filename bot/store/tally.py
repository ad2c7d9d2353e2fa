"""Counts of a run's events by day, gathered in memory until they are stored: fixed words and ids of the content."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from threading import Lock

from bot.models import Count

Key = tuple[date, Count, str]
"""A day (UTC), the kind of event, and its label."""


class Tally:
    """Counts events, in any thread."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock = clock, Lock()
        self._counts = Counter[Key]()

    def add(self, name: Count, label: str = "") -> None:
        """Count an event of today."""
        key = datetime.fromtimestamp(self._clock(), UTC).date(), name, label
        with self._lock:
            self._counts[key] += 1

    def take(self) -> Mapping[Key, int]:
        """Return the counts since the last time, and start anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter[Key]()
        return taken

    def put_back(self, counts: Mapping[Key, int]) -> None:
        """Add counts that could not be stored, so that they are taken again."""
        with self._lock:
            self._counts.update(counts)
