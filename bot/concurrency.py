"""The places of updates that are in work at the same time. Whoever waits for Telegram's pace gives its place up:
else a few flooded groups would hold all of them, and everybody else would wait with those.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class _Place:
    """A place that is taken until it is given up, once."""

    places: asyncio.Semaphore
    taken: bool = True

    def give_up(self) -> None:
        if self.taken:
            self.taken = False
            self.places.release()


_PLACE: ContextVar[_Place | None] = ContextVar("place", default=None)


@asynccontextmanager
async def held(places: asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait for a place, and hold it until the end or until what is done here gives it up."""
    await places.acquire()
    place = _Place(places)
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)
        place.give_up()


def give_up() -> None:
    """Give up the place that the current task, or the one that started it, holds, if it holds one."""
    place = _PLACE.get()
    if place is not None:
        place.give_up()
