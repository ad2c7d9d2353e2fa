"""The semaphore of updates that are in work at the same time. Whoever waits for Telegram's pace gives its held up:
else a few flooded groups would hold all of them, and everybody else would wait with those.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class _Slot:
    """A slot that is taken until it is given up, once."""

    semaphore: asyncio.Semaphore
    taken: bool = True

    def release(self) -> None:
        if self.taken:
            self.taken = False
            self.semaphore.release()


_SLOT: ContextVar[_Slot | None] = ContextVar("slot", default=None)


@asynccontextmanager
async def slot(semaphore: asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait for a slot, and hold it until the end or until what is done here gives it up."""
    await semaphore.acquire()
    held = _Slot(semaphore)
    token = _SLOT.set(held)
    try:
        yield
    finally:
        _SLOT.reset(token)
        held.release()


def release() -> None:
    """Give up the slot that the current task, or the one that started it, holds, if it holds one."""
    held = _SLOT.get()
    if held is not None:
        held.release()
