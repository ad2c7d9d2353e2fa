"""Runs the bot: takes updates in and answers them until SIGTERM, SIGINT or a fault ends it."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress

from bot.concurrency import LOADER, in_background, in_daemon_thread
from bot.config.settings import Settings
from bot.receiver import receive
from bot.runtime import Runtime, open_runtime

HEAD_START = 0.05
"""Seconds before the content is loaded, so that the first poll does not compete for the GIL."""

log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Answer until SIGTERM or SIGINT. Raises OperatorError."""
    async with open_runtime(settings) as runtime:
        with stop_signals() as stop:
            await serve(runtime, stop)


def is_loading() -> bool:
    """Return whether a loader thread is still alive."""
    return any(thread.name == LOADER for thread in threading.enumerate())


async def serve(runtime: Runtime, stop: asyncio.Event) -> None:
    """Receive and answer until the stop or an error of either. Raises OperatorError."""
    stopped = asyncio.create_task(stop.wait())
    try:
        async with (
            _answering(runtime) as answering,
            receive(runtime) as receiving,
            in_background(runtime.database.watch()),
        ):
            runtime.receiving.set()
            await asyncio.wait({answering, receiving, stopped}, return_when=asyncio.FIRST_COMPLETED)
            for task in (answering, receiving):
                if task.done():
                    await task
    finally:
        stopped.cancel()
    log.info("stopped; unanswered updates stay in the inbox")


@asynccontextmanager
async def _answering(runtime: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    """Answer in the background; the task ends only with an error."""
    task = asyncio.create_task(_answer(runtime))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _answer(runtime: Runtime) -> None:
    await runtime.receiving.wait()
    await asyncio.sleep(HEAD_START)
    async with await in_daemon_thread(LOADER, lambda: _bootstrap(runtime)) as completed:
        await completed
        await asyncio.Event().wait()


def _bootstrap(runtime: Runtime) -> AbstractAsyncContextManager[Awaitable[None]]:
    from bot import bootstrap  # noqa: PLC0415 - imports all of faq and the handlers, in the loader thread

    return bootstrap.started(runtime, bootstrap.LoadedContent.load(runtime.settings))


@contextmanager
def stop_signals() -> Iterator[asyncio.Event]:
    """Set the event at SIGTERM or SIGINT. A second signal changes nothing."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers in the loop
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
