"""A strict sliding-window rate limit: at most N calls in any span of that length.

A leaky bucket of 20 would allow 39 calls in its first minute.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Priority(IntEnum):
    """The lesser one goes first."""

    URGENT = 0
    PRIVATE = 1
    GROUP = 2


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many calls in any so many seconds, of which some are reserved for urgent ones."""

    most: int
    seconds: float
    reserved: int = 0

    def allows(self, priority: Priority) -> int:
        """Return the number of calls that one of that priority may make it."""
        return self.most if priority is Priority.URGENT else self.most - self.reserved


class SlidingWindow:
    """The calls of the last seconds, the oldest first.

    Args:
        limit: the rate limit.
        clock: a monotonic clock in seconds.

    """

    __slots__ = ("_calls", "_clock", "limit")

    def __init__(self, limit: RateLimit, clock: Callable[[], float]) -> None:
        self.limit, self._clock = limit, clock
        self._calls: deque[float] = deque()

    def level(self) -> int:
        """Return the number of calls in the window."""
        return self._count(self._clock())

    def is_open(self, priority: Priority = Priority.PRIVATE) -> bool:
        """Return whether a call may be made now."""
        return self.level() < self.limit.allows(priority)

    def seconds_until_open(self, priority: Priority = Priority.PRIVATE) -> float:
        """Return 0 if the window is open."""
        now = self._clock()
        surplus = self._count(now) - self.limit.allows(priority)
        return 0.0 if surplus < 0 else self._calls[surplus] + self.limit.seconds - now

    def spend(self) -> None:
        """Count a call."""
        self._calls.append(self._clock())

    def give_back(self) -> None:
        """Uncount the last call."""
        if self._calls:
            self._calls.pop()

    def _count(self, now: float) -> int:
        while self._calls and self._calls[0] + self.limit.seconds <= now:
            self._calls.popleft()
        return len(self._calls)
