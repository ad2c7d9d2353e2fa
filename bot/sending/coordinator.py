"""The other processes that write for the same bot, as this one sees them. Knows no database and no HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is no turn yet: a line is full for so many seconds, or Telegram wants a pause there."""

    line: LimitedQueue
    seconds: float
    pauses: bool


class Coordinator(Protocol):
    """Whoever writes for the same bot."""

    async def take(self, line: LimitedQueue, priority: Priority) -> Refusal | None:
        """Take a turn in a line and in those behind which it stands, or in none of them."""

    async def pause(self, chat: int, seconds: float) -> None:
        """Have nobody write in a chat for so long."""

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        """Take one of so many turns in any so many seconds; None if nobody knows whether there is one."""


class NoCoordinator:
    """There is nobody else."""

    async def take(self, line: LimitedQueue, priority: Priority) -> Refusal | None:  # noqa: ARG002 - nobody has taken any
        """Have the turn."""
        return None

    async def pause(self, chat: int, seconds: float) -> None:
        """Tell nobody."""

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:  # noqa: ARG002 - nobody is asked
        """Know nothing."""
        return None
