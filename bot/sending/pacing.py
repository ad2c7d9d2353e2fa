"""Limits how fast messages are sent, and drops group messages if too many wait.

Each chat has a queue of its own, which feeds that of all chats, so a flooded chat delays no other. The first call of a
queue asks the other processes, because they may have used the limit up.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from telegram.error import TelegramError

from bot.concurrency import release
from bot.models import is_group
from bot.sending.coordinator import Coordinator, NoCoordinator, Refusal
from bot.sending.http_request import FloodError
from bot.sending.priority_queue import LimitedQueue, Position, Waiter
from bot.sending.sliding_window import Priority, RateLimit

LONGEST_PAUSE = 20.0
"""Seconds of a pause that a call waits out. A longer one puts off the whole update."""
MAX_WAITING = 1000
"""Calls that wait at most."""
# Telegram's limits are per second and per minute: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits
# A quarter of a second is added for chats, because calls can arrive closer together than they were sent.
CHAT = RateLimit(3, 3.25)
"""One message a second on average; up to three at once, of which in groups one is reserved for a red flag."""
GROUP = RateLimit(20, 60.25, reserved=1)
"""One of twenty is reserved for a red flag, which a flooded group would otherwise delay by a minute."""
GROUPS = RateLimit(6, 0.25, reserved=1)
"""All groups together, evenly; the rest of the total is left to private chats."""
EVERYWHERE = RateLimit(30, 1.0, reserved=1)
"""The total of all processes; one is reserved, so that a red flag need not wait for another process."""

Scope = int | str
"""A chat id, or the name of a method that writes in no chat."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The rate limits: of one chat, of one group, of all groups together and of everything."""

    chat: RateLimit = CHAT
    group: RateLimit = GROUP
    groups: RateLimit = GROUPS
    everywhere: RateLimit = EVERYWHERE


class DroppedError(TelegramError):
    """The call waited longest of all groups' when too many were waiting, and was dropped."""

    def __init__(self) -> None:
        super().__init__("too many messages wait to be sent")


class SendLimiter:
    """Has calls wait until they may be sent.

    Args:
        limits: the rate limits; None: only the pauses that Telegram asks for.
        on_drop: called for each call that is dropped.
        coordinator: the processes that share the limits.
        max_waiting: calls that wait at most.

    """

    def __init__(
        self,
        limits: Limits | None,
        on_drop: Callable[[], None] = lambda: None,
        coordinator: Coordinator | None = None,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._limits, self._on_drop, self._max_waiting = limits, on_drop, max_waiting
        self._coordinator = coordinator or NoCoordinator()
        self._everywhere = LimitedQueue("everywhere", [limits.everywhere]) if limits else None
        self._all_groups = LimitedQueue("groups", [limits.groups], self._everywhere) if limits else None
        self._queues: OrderedDict[Scope, LimitedQueue] = OrderedDict()
        self._numbers = count()
        self._waiting = 0
        self._waiting_groups: dict[int, Waiter] = {}

    def pause(self, scope: Scope, seconds: float) -> None:
        """Send nothing in a chat, or of a method, for that long."""
        if scope not in self._queues:
            self._queues[scope] = LimitedQueue(scope) if isinstance(scope, str) else self._chat_queue(scope)
        self._queues[scope].pause(seconds)

    async def flooded(self, scope: Scope, seconds: float) -> None:
        """Keep a pause that Telegram asked for, and pass a chat's on to the other processes.

        A method's is not passed on, because its calls, such as answers to presses, must not wait for a database.
        """
        self.pause(scope, seconds)
        if self._limits is not None and isinstance(scope, int):
            await self._coordinator.pause(scope, seconds)

    async def wait_for_method(self, name: str) -> None:
        """Wait until a method that writes in no chat may be called. Raises FloodError."""
        queue = self._queues.get(name)
        if queue is not None:
            await self._pass(queue, Priority.PRIVATE)

    async def wait_for_chat(self, chat_id: int, *, urgent: bool = False) -> None:
        """Wait until a chat may be written in.

        Raises DroppedError, and FloodError if the wait would be too long: the update is then put off.
        """
        self._drop_idle()
        queue = self._queues.get(chat_id)
        if queue is None:
            queue = self._queues[chat_id] = self._chat_queue(chat_id)
        usual = Priority.GROUP if is_group(chat_id) else Priority.PRIVATE
        await self._pass(queue, Priority.URGENT if urgent else usual)

    async def _pass(self, queue: LimitedQueue, priority: Priority) -> None:
        position = priority, next(self._numbers)
        while True:
            await self._pass_here(queue, position)
            refusal = await self._coordinator.take(queue, priority)
            if refusal is None:
                return
            queue.give_back()
            await _hold(refusal, priority)

    async def _pass_here(self, queue: LimitedQueue, position: Position) -> None:
        priority, _ = position
        if queue.is_open(priority):
            queue.spend()
            return
        if queue.pause_left() > LONGEST_PAUSE:
            raise FloodError(queue.pause_left())
        self._make_room(priority)
        release()
        await self._wait(queue, position)

    async def _wait(self, queue: LimitedQueue, position: Position) -> None:
        waiter = Waiter(position, asyncio.get_running_loop().create_future())
        priority, number = position
        self._waiting += 1
        if priority is Priority.GROUP:
            self._waiting_groups[number] = waiter
        try:
            await queue.wait(waiter)
        finally:
            self._waiting -= 1
            self._waiting_groups.pop(number, None)

    def _make_room(self, priority: Priority) -> None:
        """Drop the oldest waiting group call; if there is none, refuse the new call unless it is urgent."""
        if self._waiting < self._max_waiting:
            return
        while self._waiting_groups:
            oldest = self._waiting_groups.pop(min(self._waiting_groups))
            if not oldest.future.done():
                oldest.future.set_exception(DroppedError())
                self._on_drop()
                return
        if priority is not Priority.URGENT:
            raise FloodError(1.0)

    def _chat_queue(self, chat_id: int) -> LimitedQueue:
        if self._limits is None:
            return LimitedQueue(chat_id)
        if is_group(chat_id):
            burst = replace(self._limits.chat, reserved=1)  # in a flood the others are always used up
            return LimitedQueue(chat_id, [burst, self._limits.group], self._all_groups)
        return LimitedQueue(chat_id, [self._limits.chat], self._everywhere)

    def _drop_idle(self) -> None:
        """Check the two queues that were checked longest ago, so that idle ones do not pile up."""
        for _ in range(min(2, len(self._queues))):
            scope = next(iter(self._queues))
            if self._queues[scope].is_idle():
                del self._queues[scope]
            else:
                self._queues.move_to_end(scope)


async def _hold(refusal: Refusal, priority: Priority) -> None:
    """Close a queue for as long as the other processes have used it up."""
    if refusal.is_pause:
        refusal.queue.pause(refusal.seconds)
        return
    refusal.queue.hold(refusal.seconds)
    if priority is Priority.URGENT:  # a hold lets it pass, but even the reserved calls are used up
        release()
        await asyncio.sleep(refusal.seconds)
