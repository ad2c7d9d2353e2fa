"""A semaphore slot that a task can release early, and work in the background: of a context, or in a thread.

Updates that wait for Telegram's rate limit release their slot, or a few flooded groups would block all other chats.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar

_Made = TypeVar("_Made")
LOADER = "content-loader"
"""Name of the thread that loads the content."""


class _Slot:
    """A slot that is released once."""

    def __init__(self, semaphore: asyncio.Semaphore) -> None:
        self._semaphore, self._is_held = semaphore, True

    def release(self) -> None:
        if self._is_held:
            self._is_held = False
            self._semaphore.release()


_SLOT: ContextVar[_Slot | None] = ContextVar("slot", default=None)


@asynccontextmanager
async def slot(semaphore: asyncio.Semaphore) -> AsyncIterator[None]:
    """Acquire a slot, and hold it until the end or until `release`."""
    await semaphore.acquire()
    acquired = _Slot(semaphore)
    token = _SLOT.set(acquired)
    try:
        yield
    finally:
        _SLOT.reset(token)
        acquired.release()


def release() -> None:
    """Release the current task's (or its parent's) slot, if any."""
    acquired = _SLOT.get()
    if acquired is not None:
        acquired.release()


@asynccontextmanager
async def in_background(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run a coroutine until it ends or the context does. A fault that it raises is raised at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def in_daemon_thread(name: str, make: Callable[[], _Made]) -> _Made:
    """Run a function in a thread of its own, which the process does not wait for at its exit.

    The threads of `asyncio.to_thread` are joined there, and loading can take a minute.
    """
    made: Future[_Made] = Future()
    made.set_running_or_notify_cancel()  # a caller that stops waiting does not cancel it: the thread sets a result

    def work() -> None:
        try:
            made.set_result(make())
        except BaseException as fault:
            made.set_exception(fault)

    threading.Thread(target=work, name=name, daemon=True).start()
    return await asyncio.wrap_future(made)
