"""How fast messages may go out, and who is left out where too many wait. Knows no HTTP.

Each chat has a line of its own, so one that is flooded delays no other. It stands behind the line of all chats.
Who comes to the front of these asks the other processes, if there are any: they may have had the turn already.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from telegram.error import TelegramError

from bot.concurrency import release
from bot.sending.coordinator import Coordinator, NoCoordinator, Refusal
from bot.sending.http_request import FloodError
from bot.sending.priority_queue import LimitedQueue, Position, Waiter
from bot.sending.sliding_window import Priority, RateLimit

LONGEST_PAUSE = 20.0
"""Seconds of a pause of Telegram's that a call waits out. A longer one puts the whole update off."""
MOST = 1000
"""Calls that wait at most."""
CHAT = RateLimit(3, 3.25)
"""One message a second, of which a few may come together. Here and in groups a quarter of a second is added: calls
can arrive closer together than they left."""
GROUP = RateLimit(20, 60.25, reserved=1)
"""One of the twenty is kept for a red flag, which a flooded group would else hold up for a minute."""
GROUPS = RateLimit(6, 0.25, reserved=1)
"""All groups together, evenly: the rest of what everybody gets is kept for those who ask in private."""
EVERYWHERE = RateLimit(30, 1.0, reserved=1)
"""Of all processes together, so that a red flag of one goes before what is asked of another."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast calls go out, in one chat, in one group, in all groups together and everywhere."""

    chat: RateLimit = CHAT
    group: RateLimit = GROUP
    groups: RateLimit = GROUPS
    everywhere: RateLimit = EVERYWHERE


class DroppedError(TelegramError):
    """Too many calls wait, and this one, a group's, had waited longest. Nobody needs to be told."""

    def __init__(self) -> None:
        super().__init__("too many messages wait to be sent")


class SendLimiter:
    """Gives turns to calls.

    Args:
        limits: what is kept to; None: only the pauses that Telegram asks for.
        shed: told of each call that is left out.
        most: how many calls wait at most.
        others: the processes that keep to the limits together with this one.

    """

    def __init__(
        self, limits: Limits | None, shed: Callable[[], None] = lambda: None, most: int = MOST,
        others: Coordinator | None = None,
    ) -> None:  # fmt: skip
        self._limits, self._shed, self._most, self._others = limits, shed, most, others or NoCoordinator()
        self._everywhere = LimitedQueue("everywhere", [limits.everywhere]) if limits else None
        self._all_groups = LimitedQueue("groups", [limits.groups], self._everywhere) if limits else None
        self._lines: OrderedDict[int | str, LimitedQueue] = OrderedDict()
        self._numbers = count()
        self._waiting = 0
        self._groups: dict[int, Waiter] = {}

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return self._waiting

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._lines)

    def join(self, others: Coordinator) -> None:
        """From now on, keep to the limits together with these."""
        self._others = others

    def pause(self, where: int | str, seconds: float) -> None:
        """Telegram wants a pause in a chat, or of a method that writes in none."""
        if where not in self._lines:
            self._lines[where] = LimitedQueue(where) if isinstance(where, str) else self._line(where)
        self._lines[where].pause(seconds)

    async def flooded(self, where: int | str, seconds: float) -> None:
        """Telegram told this process that it wants a pause. The others are told of a chat's.

        Not of a method's: what it answers, such as a press, is to wait for no database, and a 429 each tells them too.
        """
        self.pause(where, seconds)
        if self._limits is not None and isinstance(where, int):
            await self._others.pause(where, seconds)

    async def method(self, name: str) -> None:
        """Wait for a turn of a method that writes in no chat: never for a chat's. Raises FloodError."""
        line = self._lines.get(name)
        if line is not None:
            await self._pass(line, Priority.PRIVATE)

    async def chat(self, chat: int, *, urgent: bool = False) -> None:
        """Wait for a turn to write in a chat.

        Raises DroppedError, and FloodError where it would take too long: the update is then put off.
        """
        self._forget()
        line = self._lines.get(chat)
        if line is None:
            line = self._lines[chat] = self._line(chat)
        await self._pass(line, Priority.URGENT if urgent else Priority.GROUP if chat < 0 else Priority.PRIVATE)

    async def _pass(self, line: LimitedQueue, priority: Priority) -> None:
        position = priority, next(self._numbers)
        while True:
            await self._turn(line, position)
            refusal = await self._others.take(line, priority)
            if refusal is None:
                return
            line.give_back()
            await _put_off(refusal, priority)

    async def _turn(self, line: LimitedQueue, position: Position) -> None:
        priority, _ = position
        if line.is_open(priority):
            await line.spend()
            return
        if line.paused() > LONGEST_PAUSE:
            raise FloodError(line.paused())
        self._make_room(priority)
        release()
        await self._wait(line, position)

    async def _wait(self, line: LimitedQueue, position: Position) -> None:
        waiter = Waiter(position, asyncio.get_running_loop().create_future())
        priority, number = position
        self._waiting += 1
        if priority is Priority.GROUP:
            self._groups[number] = waiter
        try:
            await line.wait(waiter)
        finally:
            self._waiting -= 1
            self._groups.pop(number, None)

    def _make_room(self, priority: Priority) -> None:
        """Leave out the group's call that has waited longest; if none waits, put off whoever comes, save a red flag."""
        if self._waiting < self._most:
            return
        while self._groups:
            oldest = self._groups.pop(min(self._groups))
            if not oldest.future.done():
                oldest.future.set_exception(DroppedError())
                self._shed()
                return
        if priority is not Priority.URGENT:
            raise FloodError(1.0)

    def _line(self, chat: int) -> LimitedQueue:
        if self._limits is None:
            return LimitedQueue(chat)
        if chat < 0:
            return LimitedQueue(chat, [self._limits.chat, self._limits.group], self._all_groups)
        return LimitedQueue(chat, [self._limits.chat], self._everywhere)

    def _forget(self) -> None:
        """Look at two lines for each turn, the longest unseen first, and drop those that are idle."""
        for _ in range(min(2, len(self._lines))):
            where = next(iter(self._lines))
            if self._lines[where].is_idle():
                del self._lines[where]
            else:
                self._lines.move_to_end(where)


async def _put_off(refusal: Refusal, priority: Priority) -> None:
    """Have a line wait as long as the others have filled it. Who is urgent may have been refused a reserved turn alone."""
    if refusal.pauses:
        refusal.line.pause(refusal.seconds)
        return
    refusal.line.hold(refusal.seconds)
    if priority is Priority.URGENT:
        release()
        await asyncio.sleep(refusal.seconds)
