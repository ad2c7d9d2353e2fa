"""What was said to whom a moment ago, so that it is not said again. In memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import timedelta

MOST = 10_000
"""Keys remembered; beyond, the oldest is forgotten."""


class RecentKeys:
    """Remembers keys for a time from when they were added."""

    def __init__(self, period: timedelta, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = period.total_seconds(), clock
        self._added: OrderedDict[Hashable, float] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        added = self._added.get(key)
        return added is not None and self._clock() - added < self._seconds

    def add(self, key: Hashable) -> None:
        """Remember a key from now on, and forget those whose time is over, which are the oldest."""
        now = self._added[key] = self._clock()
        self._added.move_to_end(key)
        while len(self._added) > MOST or now - next(iter(self._added.values())) >= self._seconds:
            self._added.popitem(last=False)
