"""The processes that share a PostgreSQL database, and through it the limits of Telegram.

Who goes first is each process's own matter (`lines`). Whoever has come to the front takes its turn at all its places
at once, in the database, or hears for how long one of them is full. Where the database does not answer, each process
goes on by itself: better a 429 than silence. Knows no HTTP; what it keeps tells neither who asked nor where.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.log import where
from bot.sending.coordinator import Coordinator, NoCoordinator, Refusal
from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority
from bot.store.crypto import Crypto
from bot.store.send_limits import Quota, SendLimits, connected
from bot.store.sql import on_sqlite

PATIENCE = 1.0
"""Seconds that the database may take to answer."""
REST = 5.0
"""Seconds without asking it after it did not."""
EVERY = 10.0
"""Seconds between two times of tidying, as long as there is anything to be tidied."""

Got = TypeVar("Got")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Reach:
    """Whether the database answers; told once when it stops and once when it does again."""

    lost: bool = False
    again: float = 0.0
    """The loop's time from which on it may be asked again."""

    def rests(self) -> bool:
        """Whether it is not to be asked yet."""
        return self.lost and asyncio.get_running_loop().time() < self.again

    def found(self) -> None:
        if self.lost:
            log.info("the limits of Telegram are kept to together with the other processes again")
        self.lost = False

    def lose(self, fault: Exception, rest: float) -> None:
        if not self.lost:
            log.warning("the limits of Telegram are kept to by this process alone: %s", where(fault))
        self.lost, self.again = True, asyncio.get_running_loop().time() + rest


@dataclass(frozen=True, slots=True)
class PostgresCoordinator:
    """The processes that share a PostgreSQL database.

    Attributes:
        turns: where they take their turns.
        crypto: make names of chats that nobody can read back.
        patience: seconds that the database may take to answer.
        rest: seconds without asking it after it did not.
        every: seconds between two times of tidying.

    """

    turns: SendLimits
    crypto: Crypto
    patience: float = PATIENCE
    rest: float = REST
    every: float = EVERY
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _reach: _Reach = field(default_factory=_Reach)
    _tidying: list[asyncio.Task[None]] = field(default_factory=list)

    async def take(self, line: LimitedQueue, priority: Priority) -> Refusal | None:
        """Take a turn in a line and in those behind which it stands, or in none of them."""
        places = {self._place(part.name): part for part in line.way() if part.rates}
        quotas = [
            Quota(place, rate.allows(priority), rate.seconds) for place, part in places.items() for rate in part.rates
        ]
        held = await self._asked(lambda: self.turns.take(quotas)) if quotas else None
        return Refusal(places[held.place], held.seconds, held.pauses) if held else None

    async def pause(self, chat: int, seconds: float) -> None:
        """Have nobody write in a chat for so long."""
        await self._asked(lambda: self.turns.pause(self._place(chat), seconds))

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        """Take one of so many turns in any so many seconds; None if nobody knows whether there is one."""
        return await self._asked(lambda: self._is_free(Quota(self.crypto.digest(name), most, seconds)))

    def tidy(self) -> None:
        """Begin to tidy, until nothing is left, unless that is going on."""
        if not self._tidying:
            self._tidying.append(asyncio.create_task(self._tidied()))

    async def close(self) -> None:
        """Ask and tidy no more. What still counts is for the others, or for the next start."""
        self._reach.lost, self._reach.again = True, math.inf
        for task in self._tidying:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _is_free(self, quota: Quota) -> bool:
        return await self.turns.take([quota]) is None

    def _place(self, name: Hashable) -> str:
        """A chat under another name than its person has anywhere else; what all chats share by its own."""
        return self.crypto.digest(f"written in {name}") if isinstance(name, int) else str(name)

    async def _asked(self, ask: Callable[[], Coroutine[Any, Any, Got]]) -> Got | None:
        """What the database answers, asked one thing at a time, over one connection. None if it doesn't."""
        if self._reach.lost and self._asking.locked():  # one who asks whether it is back is enough
            return None
        async with self._asking:
            if self._reach.rests():
                return None
            try:
                answer = await _within(self.patience, ask())
            except Exception as fault:  # whatever is wrong there, messages go out
                self._reach.lose(fault, self.rest)
                return None
        self._reach.found()
        self.tidy()
        return answer

    async def _tidied(self) -> None:
        with suppress(asyncio.CancelledError):
            while await self._is_left():  # noqa: ASYNC110 - no event tells the end of a minute
                await asyncio.sleep(self.every)
        self._tidying.clear()

    async def _is_left(self) -> bool:
        try:
            return await _within(self.patience, self.turns.tidy())
        except Exception:  # it is told of where a turn is asked for
            return True


@asynccontextmanager
async def coordinator(engine: AsyncEngine, crypto: Crypto) -> AsyncIterator[Coordinator]:
    """The others meanwhile: those who share the database, if it can be shared. Nothing is written to a SQLite file."""
    if on_sqlite(engine):
        yield NoCoordinator()
        return
    async with connected(engine) as turns:
        replicas = PostgresCoordinator(turns, crypto)
        replicas.tidy()  # what a run before left
        try:
            yield replicas
        finally:
            await replicas.close()


async def _within(seconds: float, asking: Coroutine[Any, Any, Got]) -> Got:
    """What comes of it in time. Raises TimeoutError at once, however long a lost connection takes to end."""
    task = asyncio.create_task(asking)
    task.add_done_callback(_heard)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if task.done():
            return task.result()
        raise TimeoutError
    finally:
        task.cancel()


def _heard(task: asyncio.Task[Any]) -> None:
    """Take note of how a task ended that nobody may wait for any more."""
    if not task.cancelled():
        task.exception()
