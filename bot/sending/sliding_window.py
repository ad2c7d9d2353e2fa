"""Leaky buckets: how many calls went through a place state, and when the next one may. Knows no chats and no HTTP.

A leaky bucket of twenty drops lets thirty-nine through in its first minute. Twenty buckets of one drop each, used
in turn, let twenty through in any minute, be it the first or the last. Time is the event loop's, so the steps of
the machine's clock change nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import IntEnum

from aiolimiter import AsyncLimiter


class Priority(IntEnum):
    """Who goes first."""

    URGENT = 0
    PRIVATE = 1
    GROUP = 2


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many calls in any so many seconds, of which a few may be kept for what is urgent."""

    most: int
    seconds: float
    reserved: int = 0

    def allows(self, priority: Priority) -> int:
        """How many calls there may be, as far as one of that priority goes."""
        return self.most if priority is Priority.URGENT else self.most - self.reserved


class SlidingWindow:
    """A rate, and its drops that have not leaked yet, the oldest first."""

    __slots__ = ("_calls", "_rate")

    def __init__(self, rate: RateLimit) -> None:
        self._rate = rate
        self._calls: deque[AsyncLimiter] = deque()

    def level(self) -> int:
        """How many drops there are."""
        while self._calls and self._calls[0].has_capacity():
            self._calls.popleft()
        return len(self._calls)

    def is_open(self, priority: Priority) -> bool:
        """Whether one more may go now."""
        return self.level() < self._rate.allows(priority)

    async def opened(self, priority: Priority) -> None:
        """Wait until one more may go."""
        while not self.is_open(priority):
            oldest = self._calls[0]
            await oldest.acquire()
            if self._calls and self._calls[0] is oldest:  # else it was given back meanwhile
                self._calls.popleft()

    async def spend(self) -> None:
        """Count one more."""
        drop = AsyncLimiter(1, self._rate.seconds)
        await drop.acquire()
        self._calls.append(drop)

    def give_back(self) -> None:
        """Count one less: the last."""
        if self._calls:
            self._calls.pop()
