"""Processes the updates in the inbox: in order within a partition, many partitions at once.

An update is finished only when its answer is sent. One whose answer could not be sent stays claimed and is retried.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Literal, assert_never

from sqlalchemy.exc import SQLAlchemyError

from bot.concurrency import slot
from bot.log import describe
from bot.models import is_group
from bot.sending.doubt import counting_doubts
from bot.updates.inbox import Finished, Inbox, StoredUpdate, partition
from bot.updates.processor import Processor
from bot.updates.result import RetryLater

CONCURRENCY = 24
"""Updates processed at the same time: so many of users, and so many of groups, so that no user waits for groups."""
MAX_CLAIMED = 1000
"""Updates of users, or of groups, in memory at most, including those that wait for Telegram."""
URGENT_CONCURRENCY = 8
"""Emergencies processed at the same time, beside all others, so that none waits for a question."""
MAX_BACKOFF = 15.0
"""Seconds between attempts to send an answer at most, unless Telegram asks for a longer pause."""
POLL_INTERVAL, MAX_POLL_INTERVAL = 0.1, 1.0
"""Seconds between looks into a shared inbox, which other processes fill too; it doubles while the inbox is empty."""
IDLE_DELAY = 0.5
"""Seconds without work after which deleted text is cleared from the disk."""
FINAL_WRITE_TIMEOUT = 1.0
"""Seconds for the last write of a run."""

log = logging.getLogger(__name__)


class CountingSemaphore(asyncio.Semaphore):
    """A semaphore that knows how many slots are free, and calls back when one is released."""

    def __init__(self, slots: int, on_release: Callable[[], None]) -> None:
        super().__init__(slots)
        self.free, self._on_release = slots, on_release

    async def acquire(self) -> Literal[True]:
        """Wait for a slot, and take it."""
        await super().acquire()
        self.free -= 1
        return True

    def release(self) -> None:
        """Release a slot."""
        super().release()
        self.free += 1
        self._on_release()


class _Kind:
    """The updates of a kind that are in progress."""

    def __init__(self, slots: int, on_release: Callable[[], None]) -> None:
        self.slots, self.active = CountingSemaphore(slots, on_release), set[int]()

    def capacity(self) -> int:
        """Return how many more may be claimed."""
        return min(self.slots.free, MAX_CLAIMED - len(self.active))


class Workers:
    """Claims updates and processes them until it is stopped; at first, if so wanted, emergencies alone."""

    def __init__(self, inbox: Inbox, processor: Processor, *, urgent_only: bool = False) -> None:
        self.inbox, self._processor, self._urgent_only = inbox, processor, urgent_only
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._finished: list[Finished] = []
        self._stopping = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._of_users, self._of_groups = (_Kind(CONCURRENCY, inbox.news.set) for _ in range(2))
        self._urgent = _Kind(URGENT_CONCURRENCY, inbox.news.set)

    def start(self) -> None:
        """Start to process updates in the background."""
        self._loops.extend(map(asyncio.create_task, (self._dispatch(), self._renew_leases())))

    def process_all(self) -> None:
        """Process all updates from now on."""
        self._urgent_only = False
        self.inbox.news.set()

    async def stop(self, grace_period: float) -> None:
        """Claim no more, and wait so many seconds for the updates in progress. The others stay in the inbox."""
        self._stopping.set()
        self.inbox.news.set()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=grace_period)
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._loops:
            await asyncio.wait(self._loops, timeout=FINAL_WRITE_TIMEOUT)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def _dispatch(self) -> None:
        """Finish and claim updates, until the stop and the end of all that are in progress."""
        is_clean, interval = True, POLL_INTERVAL
        start = self.inbox.renew if self.inbox.is_shared else self.inbox.release
        await self._try(start, "could not release old claims")
        self.inbox.news.set()
        while not self._stopping.is_set() or self._tasks or self._finished:
            idle = interval if self.inbox.is_shared else None
            if not await self._wait_for_news(idle if is_clean else IDLE_DELAY):
                if not is_clean and not self._tasks:
                    is_clean = await self._checkpoint()
                if not self.inbox.is_shared and not self._finished:
                    continue
            self.inbox.news.clear()
            is_busy = await self._exchange()
            is_clean = is_clean and not is_busy
            interval = POLL_INTERVAL if is_busy else min(2 * interval, MAX_POLL_INTERVAL)
        await self._try(self.inbox.release, "could not release the claims")
        await self._checkpoint()

    async def _wait_for_news(self, seconds: float | None) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self.inbox.news.wait()
        except TimeoutError:
            return False
        return True

    async def _exchange(self) -> bool:
        """Return whether any update was finished or claimed."""
        finished, capacity = tuple(self._finished), self._capacity()
        if not finished and max(capacity) <= 0:
            return False
        try:
            claimed = await self.inbox.exchange(finished, *capacity)
        except Exception as fault:  # finished updates must be written, or they would be answered twice
            log.error("cannot write the inbox: %s; retrying in 1 s", describe(fault))
            await asyncio.sleep(1.0)
            self.inbox.news.set()
            return False
        del self._finished[: len(finished)]
        for stored in claimed:
            self._begin(stored)
        await asyncio.sleep(0)  # for the tasks to acquire their slots
        return bool(claimed or finished)

    def _capacity(self) -> tuple[int, int, int]:
        """Return how many updates may be claimed: of users, of groups, and urgent ones."""
        if self._stopping.is_set():
            return 0, 0, 0
        if self._urgent_only:
            return 0, 0, self._urgent.capacity()
        return self._of_users.capacity(), self._of_groups.capacity(), self._urgent.capacity()

    def _begin(self, stored: StoredUpdate) -> None:
        kind = self._kind(stored)
        kind.active.add(stored.update_id)
        task = asyncio.create_task(self._process_until_done(stored, kind.slots))
        self._tasks[stored.update_id] = task
        task.add_done_callback(lambda _: self._end(stored.update_id, kind))

    def _kind(self, stored: StoredUpdate) -> _Kind:
        if stored.urgent:
            return self._urgent
        return self._of_groups if is_group(partition(stored)) else self._of_users

    def _end(self, update_id: int, kind: _Kind) -> None:
        del self._tasks[update_id]
        kind.active.discard(update_id)
        self.inbox.news.set()

    async def _process_until_done(self, stored: StoredUpdate, slots: CountingSemaphore) -> None:
        with counting_doubts():
            await self._retry_until_done(stored, slots)

    async def _retry_until_done(self, stored: StoredUpdate, slots: CountingSemaphore) -> None:
        retries = 0
        while True:
            async with slot(slots):
                if self._stopping.is_set():
                    return
                result = await self._processor.process(stored)
            match result:
                case Finished():
                    self._finished.append(result)
                    return
                case RetryLater(seconds):
                    await self._stops_within(max(seconds, min(seconds * 2.0**retries, MAX_BACKOFF)))
                    retries = min(retries + 1, 10)
                case _:
                    assert_never(result)

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True

    async def _renew_leases(self) -> None:
        while self._tasks or not self._stopping.is_set():
            if await self._stops_within(self.inbox.lease / 4):
                return
            await self._try(self._renew, "could not renew the claims")
            self.inbox.news.set()

    async def _renew(self) -> None:
        await self.inbox.renew([*self._tasks, *(finished.update_id for finished in self._finished)])

    async def _checkpoint(self) -> bool:
        return await self._try(self.inbox.checkpoint, "could not clear deleted text from the disk")

    async def _try(self, write: Callable[[], Awaitable[None]], failure: str) -> bool:
        try:
            await write()
        except SQLAlchemyError as fault:
            log.warning("%s: %s", failure, describe(fault))
            return False
        return True
