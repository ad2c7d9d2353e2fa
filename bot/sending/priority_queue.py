"""Lines before leaky buckets: who waits for one, and who goes first. Knows no chats and no HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from bot.sending.sliding_window import Priority, RateLimit, SlidingWindow

Position = tuple[Priority, int]
"""What decides who goes first: the lesser one."""


@dataclass(slots=True, eq=False)
class Waiter:
    """Somebody who waits for a turn."""

    position: Position
    future: asyncio.Future[None]


class LimitedQueue:
    """Whoever waits at the same position, such as a chat: let through one by one, as fast as its windows allow.

    Where a line stands behind another one, its first waiter goes through that as well.

    Args:
        name: what it is called where other processes have a line for the same.
        rates: how fast it goes.
        next_: the line that it stands behind.

    """

    __slots__ = (
        "_ahead", "_held", "_next", "_numbers", "_positions", "_serving", "_until", "_waiting", "_windows", "name",
        "rates",
    )  # fmt: skip

    def __init__(self, name: Hashable, rates: Sequence[RateLimit] = (), next_: LimitedQueue | None = None) -> None:
        self.name, self.rates = name, tuple(rates)
        self._windows = tuple(map(SlidingWindow, rates))
        self._next = next_
        self._waiting: set[Waiter] = set()
        self._positions: list[tuple[Position, int, Waiter]] = []
        self._numbers = count()
        self._ahead: Waiter | None = None
        self._serving: asyncio.Task[None] | None = None
        self._until = self._held = 0.0

    def way(self) -> Iterator[LimitedQueue]:
        """The line itself, and those behind which it stands."""
        yield self
        if self._next is not None:
            yield from self._next.way()

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long, counted from now."""
        self._until = max(self._until, asyncio.get_running_loop().time() + seconds)

    def paused(self) -> float:
        """Seconds that the pause still takes."""
        return max(self._until - asyncio.get_running_loop().time(), 0.0)

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long, counted from now, but for who is urgent."""
        self._held = max(self._held, asyncio.get_running_loop().time() + seconds)

    def is_idle(self) -> bool:
        """Whether nothing needs to be remembered."""
        return not (self._waiting or self._shut() or any(window.level() for window in self._windows))

    def is_open(self, priority: Priority) -> bool:
        """Whether whoever comes goes through at once."""
        here = not self._waiting and self._lets(priority)
        return here and (self._next is None or self._next.is_open(priority))

    async def spend(self) -> None:
        """Go through an open line."""
        for window in self._windows:
            await window.spend()
        if self._next is not None:
            await self._next.spend()

    def give_back(self) -> None:
        """Undo the last that went through: after all, it did not."""
        for window in self._windows:
            window.give_back()
        if self._waiting:
            self._begin()
        if self._next is not None:
            self._next.give_back()

    async def wait(self, waiter: Waiter) -> None:
        """Wait for a turn. Raises what the waiter is given instead of one."""
        self._waiting.add(waiter)
        self.put(waiter, waiter.position)
        try:
            await waiter.future
        finally:
            self._leave(waiter)

    def put(self, waiter: Waiter, position: Position) -> None:
        """Give a waiter a position, and with it this line a better one in the next."""
        waiter.position = position
        heappush(self._positions, (position, next(self._numbers), waiter))
        if self._serving is None:
            self._begin()
        elif self._next is not None and self._ahead is not None and position < self._ahead.position:
            self._next.put(self._ahead, position)
        elif position[0] is Priority.URGENT:
            self._begin()

    def _leave(self, waiter: Waiter) -> None:
        self._waiting.discard(waiter)
        if not self._waiting:
            self._stop()

    def _begin(self) -> None:
        """Serve whoever is first now, who need not wait for all that was waited for till now."""
        self._stop()
        self._serving = asyncio.create_task(self._serve())

    def _stop(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
            self._serving = self._ahead = None

    async def _serve(self) -> None:
        while first := self._first():
            await self._opened(first.position[0])
            if self._next is not None:
                await self._stand_in(self._next, (self._first() or first).position)
            chosen = self._first()
            if chosen is None or not self._lets(chosen.position[0]):  # while the next line was waited for
                continue
            for window in self._windows:
                await window.spend()
            self._waiting.discard(chosen)
            chosen.future.set_result(None)
        self._serving = None

    async def _opened(self, priority: Priority) -> None:
        while left := self._shut(priority):  # noqa: ASYNC110 - no event tells the end of a pause, which can grow meanwhile
            await asyncio.sleep(left)
        for window in self._windows:
            await window.opened(priority)

    def _shut(self, priority: Priority = Priority.GROUP) -> float:
        """Seconds for which nobody of that priority goes through, however empty the windows."""
        held = 0.0 if priority is Priority.URGENT else self._held - asyncio.get_running_loop().time()
        return max(self.paused(), held)

    def _lets(self, priority: Priority) -> bool:
        """Whether one of that priority may go through here now."""
        return not self._shut(priority) and all(window.is_open(priority) for window in self._windows)

    async def _stand_in(self, line: LimitedQueue, position: Position) -> None:
        ahead = self._ahead = Waiter(position, asyncio.get_running_loop().create_future())
        try:
            await line.wait(ahead)
        finally:
            if self._ahead is ahead:
                self._ahead = None

    def _first(self) -> Waiter | None:
        """Who has the best position of those who still wait."""
        while self._positions:
            position, _, waiter = self._positions[0]
            if waiter in self._waiting and waiter.position == position and not waiter.future.done():
                return waiter
            heappop(self._positions)
        return None
