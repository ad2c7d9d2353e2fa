"""Leaky buckets: how many calls went through a place lately, and when the next one may. Knows no chats and no HTTP.

A leaky bucket of twenty drops lets thirty-nine through in its first minute. Twenty buckets of one drop each, used
in turn, let twenty through in any minute, be it the first or the last. Time is the event loop's, so the steps of
the machine's clock change nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import IntEnum

from aiolimiter import AsyncLimiter


class Rank(IntEnum):
    """Who goes first."""

    URGENT = 0
    PRIVATE = 1
    GROUP = 2


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many calls in any so many seconds, of which a few may be kept for what is urgent."""

    most: int
    seconds: float
    spare: int = 0

    def allows(self, rank: Rank) -> int:
        """How many calls there may be, as far as one of that rank goes."""
        return self.most if rank is Rank.URGENT else self.most - self.spare


class Window:
    """A rate, and its drops that have not leaked yet, the oldest first."""

    __slots__ = ("_drops", "_rate")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._drops: deque[AsyncLimiter] = deque()

    def level(self) -> int:
        """How many drops there are."""
        while self._drops and self._drops[0].has_capacity():
            self._drops.popleft()
        return len(self._drops)

    def is_open(self, rank: Rank) -> bool:
        """Whether one more may go now."""
        return self.level() < self._rate.allows(rank)

    async def opened(self, rank: Rank) -> None:
        """Wait until one more may go."""
        while not self.is_open(rank):
            oldest = self._drops[0]
            await oldest.acquire()
            if self._drops and self._drops[0] is oldest:  # else it was given back meanwhile
                self._drops.popleft()

    async def spend(self) -> None:
        """Count one more."""
        drop = AsyncLimiter(1, self._rate.seconds)
        await drop.acquire()
        self._drops.append(drop)

    def give_back(self) -> None:
        """Count one less: the last."""
        if self._drops:
            self._drops.pop()
