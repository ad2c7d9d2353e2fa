"""Shares rate limits with the other processes through PostgreSQL.

If the database does not answer, each process goes on by itself: better a 429 than silence.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.log import describe
from bot.sending.coordinator import Refusal
from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority
from bot.store.crypto import Crypto
from bot.store.send_limits import Quota, SendLimits, open_send_limits

TIMEOUT = 1.0
"""Seconds for the database to answer."""
RETRY_INTERVAL = 5.0
"""Seconds between two attempts while it does not answer."""
CLEANUP_INTERVAL = 10.0
"""Seconds between two deletions of expired rows, as long as any are left."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class _Availability:
    """Whether the database answers. Each change is logged once."""

    def __init__(self, retry_interval: float) -> None:
        self.is_lost = False
        self._retry_interval, self._retry_at = retry_interval, 0.0

    def must_wait(self) -> bool:
        """Return whether it is too early for another attempt."""
        return self.is_lost and asyncio.get_running_loop().time() < self._retry_at

    def found(self) -> None:
        if self.is_lost:
            log.info("rate limits are shared with the other processes again")
        self.is_lost = False

    def lost(self, fault: Exception) -> None:
        if not self.is_lost:
            log.warning("the database does not answer; this process keeps rate limits by itself: %s", describe(fault))
        self.is_lost, self._retry_at = True, asyncio.get_running_loop().time() + self._retry_interval

    def close(self) -> None:
        """Allow no more attempts."""
        self.is_lost, self._retry_at = True, math.inf


class PostgresCoordinator:
    """The processes that share a PostgreSQL database.

    Args:
        limits: the calls of all processes.
        crypto: hides chat ids.
        timeout: seconds for the database to answer.
        retry_interval: seconds between two attempts while it does not answer.
        cleanup_interval: seconds between two deletions of expired rows.

    """

    def __init__(
        self,
        limits: SendLimits,
        crypto: Crypto,
        timeout: float = TIMEOUT,
        retry_interval: float = RETRY_INTERVAL,
        cleanup_interval: float = CLEANUP_INTERVAL,
    ) -> None:
        self._limits, self._crypto = limits, crypto
        self._timeout, self._cleanup_interval = timeout, cleanup_interval
        self._availability = _Availability(retry_interval)
        self._lock = asyncio.Lock()
        self._cleanup: asyncio.Task[None] | None = None

    async def take(self, queue: LimitedQueue, priority: Priority) -> Refusal | None:
        """Count a call in a queue and all queues downstream, or in none of them and return the reason."""
        queues = {self._name(part.name): part for part in queue.path() if part.limits}
        quotas = [
            Quota(name, limit.allows(priority), limit.seconds) for name, part in queues.items() for limit in part.limits
        ]
        denied = await self._query(lambda: self._limits.take(quotas)) if quotas else None
        return Refusal(queues[denied.name], denied.seconds, denied.is_pause) if denied else None

    async def pause(self, chat_id: int, seconds: float) -> None:
        """Have no process write in a chat for that long."""
        await self._query(lambda: self._limits.pause(self._name(chat_id), seconds))

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        """Return whether this is one of at most so many in any so many seconds; None if that is unknown."""
        return await self._query(lambda: self._is_free(Quota(self._crypto.digest(name), most, seconds)))

    def clean_up(self) -> None:
        """Start deleting expired rows, until none are left."""
        if self._cleanup is None:
            self._cleanup = asyncio.create_task(self._delete_expired())

    async def close(self) -> None:
        """Send no more queries. Remaining rows are left to the other processes, or to the next start."""
        self._availability.close()
        if self._cleanup is not None:
            self._cleanup.cancel()
            await asyncio.gather(self._cleanup, return_exceptions=True)

    async def _is_free(self, quota: Quota) -> bool:
        return await self._limits.take([quota]) is None

    def _name(self, queue: Hashable) -> str:
        """Return a digest of a chat id that differs from the pseudonym in other tables."""
        return self._crypto.digest(f"written in {queue}") if isinstance(queue, int) else str(queue)

    async def _query(self, send: Callable[[], Coroutine[Any, Any, Result]]) -> Result | None:
        """Run one query at a time, over one connection. Return None if the database does not answer."""
        if self._availability.is_lost and self._lock.locked():  # another call is trying already
            return None
        async with self._lock:
            if self._availability.must_wait():
                return None
            try:
                result = await _with_timeout(self._timeout, send())
            except Exception as fault:  # whatever its kind, messages are sent
                self._availability.lost(fault)
                return None
        self._availability.found()
        self.clean_up()
        return result

    async def _delete_expired(self) -> None:
        while await self._any_left():  # noqa: ASYNC110 - no event reports that a row has expired
            await asyncio.sleep(self._cleanup_interval)
        self._cleanup = None

    async def _any_left(self) -> bool:
        try:
            return await _with_timeout(self._timeout, self._limits.delete_expired())
        except Exception:  # logged where a query for a call fails
            return True


@asynccontextmanager
async def open_coordinator(engine: AsyncEngine, crypto: Crypto) -> AsyncIterator[PostgresCoordinator]:
    """Share limits through an open PostgreSQL database."""
    async with open_send_limits(engine) as limits:
        coordinator = PostgresCoordinator(limits, crypto)
        coordinator.clean_up()  # after the last run
        try:
            yield coordinator
        finally:
            await coordinator.close()


async def _with_timeout(seconds: float, query: Coroutine[Any, Any, Result]) -> Result:
    """Raise TimeoutError in time, unlike asyncio.wait_for, which waits for a lost connection to close."""
    task = asyncio.create_task(query)
    task.add_done_callback(_retrieve_exception)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if task.done():
            return task.result()
        raise TimeoutError
    finally:
        task.cancel()


def _retrieve_exception(task: asyncio.Task[Any]) -> None:
    """Retrieve an abandoned task's exception, so that asyncio does not warn."""
    if not task.cancelled():
        task.exception()
