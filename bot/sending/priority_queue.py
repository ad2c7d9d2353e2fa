"""Rate-limited priority queues, which may feed one another: a chat's feeds that of all groups, and so on."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from bot.sending.sliding_window import Priority, RateLimit, SlidingWindow

Position = tuple[Priority, int]
"""The lesser one goes first."""


@dataclass(slots=True, eq=False)
class Waiter:
    """A call that waits for its turn."""

    position: Position
    future: asyncio.Future[None]


class LimitedQueue:
    """Lets one call through at a time, as fast as its rate limits allow.

    Args:
        name: the queue's name, the same in every process.
        limits: its rate limits.
        downstream: the queue that its first call has to pass as well.

    """

    __slots__ = (
        "_downstream",
        "_heap",
        "_held_until",
        "_numbers",
        "_paused_until",
        "_proxy",
        "_serving",
        "_waiting",
        "_windows",
        "limits",
        "name",
    )

    def __init__(
        self, name: Hashable, limits: Sequence[RateLimit] = (), downstream: LimitedQueue | None = None
    ) -> None:
        self.name, self.limits = name, tuple(limits)
        self._windows = tuple(SlidingWindow(limit, _now) for limit in limits)
        self._downstream = downstream
        self._waiting: set[Waiter] = set()
        self._heap: list[tuple[Position, int, Waiter]] = []
        self._numbers = count()
        self._proxy: Waiter | None = None  # the first call's place downstream
        self._serving: asyncio.Task[None] | None = None
        self._paused_until = self._held_until = 0.0

    def path(self) -> Iterator[LimitedQueue]:
        """Return this queue and those downstream."""
        yield self
        if self._downstream is not None:
            yield from self._downstream.path()

    def pause(self, seconds: float) -> None:
        """Let no call through for that long."""
        self._paused_until = max(self._paused_until, _now() + seconds)

    def pause_left(self) -> float:
        """Return the seconds until the pause ends."""
        return max(self._paused_until - _now(), 0.0)

    def hold(self, seconds: float) -> None:
        """Let only urgent calls through for that long."""
        self._held_until = max(self._held_until, _now() + seconds)

    def is_idle(self) -> bool:
        """Return whether the queue may be dropped, because it holds no state that matters."""
        counts = any(window.level() for window in self._windows)
        return not (self._waiting or counts or self._seconds_closed(Priority.GROUP))

    def is_open(self, priority: Priority) -> bool:
        """Return whether a call would pass at once."""
        passes = not self._waiting and self._allows(priority)
        return passes and (self._downstream is None or self._downstream.is_open(priority))

    def spend(self) -> None:
        """Count a call that passes an open queue."""
        for queue in self.path():
            queue.count()

    def count(self) -> None:
        """Count a call in this queue only."""
        for window in self._windows:
            window.spend()

    def give_back(self) -> None:
        """Uncount the last call, because it was not made."""
        for window in self._windows:
            window.give_back()
        if self._waiting:
            self._restart()
        if self._downstream is not None:
            self._downstream.give_back()

    async def wait(self, waiter: Waiter) -> None:
        """Wait for the waiter's turn. Raises the exception that its future is given instead."""
        self._waiting.add(waiter)
        self.move(waiter, waiter.position)
        try:
            await waiter.future
        finally:
            self._waiting.discard(waiter)
            if not self._waiting:
                self._stop()

    def move(self, waiter: Waiter, position: Position) -> None:
        """Set a waiter's position; if it is now the first, this queue moves up downstream as well."""
        waiter.position = position
        heappush(self._heap, (position, next(self._numbers), waiter))
        if self._serving is None:
            self._restart()
        elif self._downstream is not None and self._proxy is not None and position < self._proxy.position:
            self._downstream.move(self._proxy, position)
        elif position[0] is Priority.URGENT:
            self._restart()

    def _restart(self) -> None:
        """Serve anew: the first waiter of now may be allowed sooner than the one before."""
        self._stop()
        self._serving = asyncio.create_task(self._serve())

    def _stop(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
            self._serving = self._proxy = None

    async def _serve(self) -> None:
        while first := self._first():
            while seconds := self._seconds_closed(first.position[0]):  # noqa: ASYNC110 - no event ends a pause, which may grow
                await asyncio.sleep(seconds)
            if self._downstream is not None:
                await self._pass_downstream(self._downstream, (self._first() or first).position)
            chosen = self._first()
            if chosen is None or not self._allows(chosen.position[0]):  # changed while waiting downstream
                continue
            self.count()
            self._waiting.discard(chosen)
            chosen.future.set_result(None)
        self._serving = None

    def _allows(self, priority: Priority) -> bool:
        return not self._seconds_closed(priority)

    def _seconds_closed(self, priority: Priority) -> float:
        """Return the seconds until pauses and rate limits let a call of that priority through."""
        held = 0.0 if priority is Priority.URGENT else self._held_until - _now()
        return max(self.pause_left(), held, *(window.seconds_until_open(priority) for window in self._windows))

    async def _pass_downstream(self, queue: LimitedQueue, position: Position) -> None:
        proxy = self._proxy = Waiter(position, asyncio.get_running_loop().create_future())
        try:
            await queue.wait(proxy)
        finally:
            if self._proxy is proxy:
                self._proxy = None

    def _first(self) -> Waiter | None:
        """Return the waiter with the best position. Entries of the heap may be out of date."""
        while self._heap:
            position, _, waiter = self._heap[0]
            if waiter in self._waiting and waiter.position == position and not waiter.future.done():
                return waiter
            heappop(self._heap)
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
