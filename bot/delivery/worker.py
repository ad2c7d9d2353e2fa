"""Answers kept updates: in order within a chat, many chats at once, done only when the answer is out.

Knows neither what an update means nor how it is answered: that is `answer`. An update that cannot be read,
or that takes too long, is set aside with its reason; one that could not be sent is tried again later.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, assert_never

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update

from bot.delivery.ending import Answered, Ending, PutOff
from bot.delivery.inbox import Inbox, Kept
from bot.log import where

AT_ONCE = 24
"""Updates in work at the same time."""
DEADLINE = 120.0
"""Seconds that one update may take, pauses of Telegram's included."""
LONGEST_PAUSE = 300.0
"""Seconds between attempts at an answer that cannot be sent, at most, unless Telegram itself names more."""
FULL = 1000
"""Updates waiting here from which on no more are fetched. Telegram keeps the rest."""

log = logging.getLogger(__name__)


Answer = Callable[[Update], Awaitable[Ending]]
Parse = Callable[[dict[str, Any]], Update]


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers and what waits for them, a queue for each chat."""

    inbox: Inbox
    parse: Parse
    answer: Answer
    deadline: float = DEADLINE
    _lanes: dict[int, deque[Update]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, updates: tuple[Kept, ...]) -> None:
        """Queue kept updates behind what their chats already wait for. Does not wait for the answers."""
        for kept in updates:
            try:
                update = self.parse(kept.body)
            except Exception as fault:  # whatever the parser trips over, the other updates go on
                await self._set_aside(kept.update_id, where(fault))
            else:
                self._queue(update)

    async def room(self) -> None:
        """Wait until there is room for more."""
        while self.waiting >= FULL:
            self._moved.clear()
            await self._moved.wait()

    @property
    def waiting(self) -> int:
        """How many updates are taken and not done."""
        return sum(map(len, self._lanes.values()))

    async def finish(self, within: float) -> None:
        """Take up nothing more, and give what is in work some seconds to end. The rest stays in the inbox."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _queue(self, update: Update) -> None:
        lane = _lane(update)
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        task = asyncio.create_task(self._serve(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, lane: int) -> None:
        queue, tries = self._lanes[lane], 0
        while queue:
            async with self._slots:
                if self._stopping.is_set():
                    return
                ending = await self._work(queue[0])
            match ending:
                case Answered():
                    queue.popleft()
                    tries = 0
                    self._moved.set()
                case PutOff(seconds):
                    await self._pause(max(seconds, min(seconds * 2.0**tries, LONGEST_PAUSE)))
                    tries = min(tries + 1, 10)
                case _:
                    assert_never(ending)
        del self._lanes[lane]
        if not self._lanes:
            await self._tidy()

    async def _work(self, update: Update) -> Ending:
        try:
            async with asyncio.timeout(self.deadline):
                ending = await self.answer(update)
        except TimeoutError:
            await self._set_aside(update.update_id, f"took longer than {self.deadline:g} s")
            return Answered()
        except Exception as fault:  # the chat must not stand still over a fault of ours
            await self._set_aside(update.update_id, where(fault))
            return Answered()
        if ending == Answered():
            await self._insist(lambda: self.inbox.done(update.update_id))
        return ending

    async def _set_aside(self, update_id: int, fault: str) -> None:
        log.error("update %d is set aside: %s", update_id, fault)
        await self._insist(lambda: self.inbox.set_aside(update_id, fault))

    async def _insist(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write, again and again if it must be: giving up would answer the update twice."""
        while True:
            try:
                return await write()
            except SQLAlchemyError as fault:
                log.error("the inbox cannot be written: %s; again in 1 s", where(fault))
                await self._pause(1.0)
                if self._stopping.is_set():
                    return None

    async def _tidy(self) -> None:
        try:
            await self.inbox.tidy()
        except SQLAlchemyError as fault:
            log.warning("the inbox cannot be tidied: %s", where(fault))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


def _lane(update: Update) -> int:
    """What an update waits behind: its chat's messages; a press, as with Telegram, only its person's other updates."""
    if update.effective_chat is not None and update.callback_query is None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else update.update_id
