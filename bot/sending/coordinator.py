"""The interface to the other processes that send for the same bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority


@dataclass(frozen=True, slots=True)
class Refusal:
    """A queue that is full, or paused by Telegram, for so many seconds."""

    queue: LimitedQueue
    seconds: float
    is_pause: bool


class Coordinator(Protocol):
    """Shares rate limits with the other processes."""

    async def take(self, queue: LimitedQueue, priority: Priority) -> Refusal | None:
        """Count a call in a queue and all queues downstream, or in none of them and return the reason."""

    async def pause(self, chat_id: int, seconds: float) -> None:
        """Have no process write in a chat for that long."""

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        """Return whether this is one of at most so many in any so many seconds; None if that is unknown."""


class NoCoordinator:
    """There are no other processes."""

    async def take(self, queue: LimitedQueue, priority: Priority) -> Refusal | None:  # noqa: ARG002 - none is refused
        """Refuse no call."""
        return None

    async def pause(self, chat_id: int, seconds: float) -> None:
        """Do nothing."""

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:  # noqa: ARG002 - nothing is counted
        """Return None, because nothing is counted."""
        return None
