"""Lines before leaky buckets: who waits for one, and who goes first. Knows no chats and no HTTP.

A leaky bucket of twenty drops lets thirty-nine through in its first minute. Twenty buckets of one drop each, used
in turn, let twenty through in any minute, be it the first or the last. Time is the event loop's, so the steps of
the machine's clock change nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter


class Rank(IntEnum):
    """Who goes first."""

    URGENT = 0
    PRIVATE = 1
    GROUP = 2


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many calls in any so many seconds."""

    most: int
    seconds: float


Place = tuple[Rank, int]
"""What decides who goes first: the lesser one."""


@dataclass(slots=True, eq=False)
class Waiter:
    """Somebody who waits for a turn."""

    place: Place
    turn: asyncio.Future[None]


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

    def is_open(self) -> bool:
        """Whether one more may go now."""
        return self.level() < self._rate.most

    async def opened(self) -> None:
        """Wait until one more may go."""
        while not self.is_open():
            await self._drops[0].acquire()
            self._drops.popleft()

    async def spend(self) -> None:
        """Count one more."""
        drop = AsyncLimiter(1, self._rate.seconds)
        await drop.acquire()
        self._drops.append(drop)


class Line:
    """Whoever waits at the same place, such as a chat: let through one by one, as fast as its windows allow.

    Where a line stands behind another one, its first waiter goes through that as well.
    """

    __slots__ = ("_ahead", "_next", "_numbers", "_places", "_serving", "_until", "_waiting", "_windows")

    def __init__(self, rates: Sequence[Rate] = (), next_: Line | None = None) -> None:
        self._windows = tuple(map(Window, rates))
        self._next = next_
        self._waiting: set[Waiter] = set()
        self._places: list[tuple[Place, int, Waiter]] = []
        self._numbers = count()
        self._ahead: Waiter | None = None
        self._serving: asyncio.Task[None] | None = None
        self._until = 0.0

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long, counted from now."""
        self._until = max(self._until, asyncio.get_running_loop().time() + seconds)

    def paused(self) -> float:
        """Seconds that the pause still takes."""
        return max(self._until - asyncio.get_running_loop().time(), 0.0)

    def is_idle(self) -> bool:
        """Whether nothing needs to be remembered."""
        return not (self._waiting or self.paused() or any(window.level() for window in self._windows))

    def is_open(self) -> bool:
        """Whether whoever comes goes through at once."""
        here = not (self._waiting or self.paused()) and all(window.is_open() for window in self._windows)
        return here and (self._next is None or self._next.is_open())

    async def spend(self) -> None:
        """Go through an open line."""
        for window in self._windows:
            await window.spend()
        if self._next is not None:
            await self._next.spend()

    async def wait(self, waiter: Waiter) -> None:
        """Wait for a turn. Raises what the waiter is given instead of one."""
        self._waiting.add(waiter)
        self.put(waiter, waiter.place)
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())
        try:
            await waiter.turn
        finally:
            self._leave(waiter)

    def put(self, waiter: Waiter, place: Place) -> None:
        """Give a waiter a place, and with it this line a better one in the next."""
        waiter.place = place
        heappush(self._places, (place, next(self._numbers), waiter))
        if self._next is not None and self._ahead is not None and place < self._ahead.place:
            self._next.put(self._ahead, place)

    def _leave(self, waiter: Waiter) -> None:
        self._waiting.discard(waiter)
        if not self._waiting and self._serving is not None:
            self._serving.cancel()
            self._serving = None

    async def _serve(self) -> None:
        while first := self._first():
            await self._opened()
            if self._next is not None:
                await self._stand_in(self._next, (self._first() or first).place)
            if self.paused():  # it began while the next line was waited for
                continue
            if chosen := self._first():
                for window in self._windows:
                    await window.spend()
                self._waiting.discard(chosen)
                chosen.turn.set_result(None)
        self._serving = None

    async def _opened(self) -> None:
        while left := self.paused():  # noqa: ASYNC110 - no event tells the end of a pause, which can grow meanwhile
            await asyncio.sleep(left)
        for window in self._windows:
            await window.opened()

    async def _stand_in(self, line: Line, place: Place) -> None:
        ahead = self._ahead = Waiter(place, asyncio.get_running_loop().create_future())
        try:
            await line.wait(ahead)
        finally:
            if self._ahead is ahead:
                self._ahead = None

    def _first(self) -> Waiter | None:
        """Who has the best place of those who still wait."""
        while self._places:
            place, _, waiter = self._places[0]
            if waiter in self._waiting and waiter.place == place and not waiter.turn.done():
                return waiter
            heappop(self._places)
        return None
