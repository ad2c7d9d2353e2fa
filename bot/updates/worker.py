"""Answers what is in the inbox: in order within a lane, many lanes at once, done only when the answer is out.

Knows neither what an update means nor how it is answered: that is `Processor`. What waits stays in the inbox until it is
its turn. An update whose answer could not be sent is tried again later, and stays claimed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, assert_never

from sqlalchemy.exc import SQLAlchemyError

from bot.concurrency import slot
from bot.log import where
from bot.updates.inbox import Finished, Inbox, StoredUpdate, partition
from bot.updates.processor import Processor
from bot.updates.result import RetryLater

AT_ONCE = 24
"""Updates in work at the same time: so many of people, and so many of groups, so that people wait behind no group."""
MOST = 1000
"""Updates of people, or of groups, that wait for Telegram in memory, from which on no more are taken up."""
LONGEST_PAUSE = 15.0
"""Seconds between attempts at an answer that cannot be sent, at most, unless Telegram itself names more."""
LOOK, LONGEST_LOOK = 0.1, 1.0
"""Seconds after which an inbox that others fill too is looked into without having been told: the longer the quieter."""
CALM = 0.5
"""Seconds without anything to do, after which what was deleted is cleared from the disk."""
LAST_WRITE = 1.0
"""Seconds that the last write may take when everything else has ended."""

log = logging.getLogger(__name__)


class CountingSemaphore(asyncio.Semaphore):
    """The places of one sort of updates; `freed` is told when one is free again."""

    def __init__(self, freed: Callable[[], None]) -> None:
        super().__init__(AT_ONCE)
        self.free, self._freed = AT_ONCE, freed

    async def acquire(self) -> Literal[True]:
        """Take a place, as soon as there is one."""
        await super().acquire()
        self.free -= 1
        return True

    def release(self) -> None:
        """Give a place back."""
        super().release()
        self.free += 1
        self._freed()


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers, and what they have in work."""

    inbox: Inbox
    attempts: Processor
    _work: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _of_groups: set[int] = field(default_factory=set)
    _closed: list[Finished] = field(default_factory=list)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _people: CountingSemaphore = field(init=False)
    _groups: CountingSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_people", CountingSemaphore(self.inbox.news.set))
        object.__setattr__(self, "_groups", CountingSemaphore(self.inbox.news.set))

    def begin(self) -> None:
        """Begin to answer, in the background, what is in the inbox and what is kept there from now on."""
        self._loops.extend(map(asyncio.create_task, (self._deal(), self._renew())))

    @property
    def waiting(self) -> int:
        """How many updates are taken and not done."""
        return len(self._work) + len(self._closed)

    async def finish(self, within: float) -> None:
        """Take up nothing more, and give what is in work some seconds to end. The rest stays in the inbox."""
        self._stopping.set()
        self.inbox.news.set()
        if self._work:
            await asyncio.wait(self._work.values(), timeout=within)
        for task in self._work.values():
            task.cancel()
        await asyncio.gather(*self._work.values(), return_exceptions=True)
        if self._loops:
            await asyncio.wait(self._loops, timeout=LAST_WRITE)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def _deal(self) -> None:
        """Write what is done and take up what is next, until all has ended."""
        calm, look = True, LOOK
        await self._attempt(self.inbox.renew if self.inbox.shared else self.inbox.release, "old claims stay for now")
        self.inbox.news.set()
        while not self._stopping.is_set() or self._work or self._closed:
            if await self._quiet(CALM if not calm else look if self.inbox.shared else None):
                if not calm and not self._work:
                    calm = await self._tidied()
                if not self.inbox.shared and not self._closed:
                    continue
            self.inbox.news.clear()
            busy = await self._turn()
            calm, look = calm and not busy, LOOK if busy else min(2 * look, LONGEST_LOOK)
        await self._last()

    async def _quiet(self, seconds: float | None) -> bool:
        """Wait until there is something to do; True if there was nothing for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.inbox.news.wait()
        except TimeoutError:
            return True
        return False

    async def _turn(self) -> bool:
        """Whether anything was closed or taken up."""
        closed, room = tuple(self._closed), self._room()
        if not closed and max(room) <= 0:
            return False
        try:
            taken = await self.inbox.exchange(closed, *room)
        except Exception as fault:  # what is done must be written: to give up would answer it twice
            log.error("the inbox cannot be written: %s; again in 1 s", where(fault))
            await asyncio.sleep(1.0)
            self.inbox.news.set()
            return False
        del self._closed[: len(closed)]
        for kept in taken:
            self._begin(kept)
        await asyncio.sleep(0)  # they take their places
        return bool(taken or closed)

    def _room(self) -> tuple[int, int]:
        """How many updates may be taken up, of people and of groups."""
        if self._stopping.is_set():
            return 0, 0
        of_people = len(self._work) - len(self._of_groups)
        return min(self._people.free, MOST - of_people), min(self._groups.free, MOST - len(self._of_groups))

    def _begin(self, kept: StoredUpdate) -> None:
        if partition(kept) < 0:
            self._of_groups.add(kept.update_id)
        task = asyncio.create_task(self._see_through(kept))
        self._work[kept.update_id] = task
        task.add_done_callback(lambda _: self._ended(kept.update_id))

    def _ended(self, update_id: int) -> None:
        del self._work[update_id]
        self._of_groups.discard(update_id)
        self.inbox.news.set()

    async def _see_through(self, kept: StoredUpdate) -> None:
        """Try until the update is done or the end has come."""
        places, tries = self._groups if kept.update_id in self._of_groups else self._people, 0
        while True:
            async with slot(places):
                if self._stopping.is_set():
                    return
                ending = await self.attempts.at(kept)
            match ending:
                case Finished():
                    self._closed.append(ending)
                    return
                case RetryLater(seconds):
                    await self._rest(max(seconds, min(seconds * 2.0**tries, LONGEST_PAUSE)))
                    tries = min(tries + 1, 10)
                case _:
                    assert_never(ending)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _renew(self) -> None:
        """Keep hold of what is in work."""
        while self._work or not self._stopping.is_set():
            try:
                async with asyncio.timeout(self.inbox.lease / 4):
                    await self._stopping.wait()
                return
            except TimeoutError:
                await self._attempt(self._hold, "claims cannot be renewed")
                self.inbox.news.set()

    async def _hold(self) -> None:
        await self.inbox.renew([*self._work, *(closed.update_id for closed in self._closed)])

    async def _last(self) -> None:
        await self._attempt(self.inbox.release, "claims cannot be given up")
        await self._tidied()

    async def _tidied(self) -> bool:
        return await self._attempt(self.inbox.checkpoint, "the inbox cannot be tidied")

    async def _attempt(self, write: Callable[[], Awaitable[None]], failed: str) -> bool:
        try:
            await write()
        except SQLAlchemyError as fault:
            log.warning("%s: %s", failed, where(fault))
            return False
        return True
