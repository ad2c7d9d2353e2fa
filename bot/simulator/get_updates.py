"""getUpdates as on the official server: acknowledgement, long poll, throttling, and one poller at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.errors import ApiError
from bot.simulator.pending_updates import PendingUpdates

MAX_TIMEOUT = 50.0
SAME_OFFSET_WAIT = 3.0
"""Seconds that a poll waits at least if it repeats an offset within that time."""
SAME_OFFSET_SINGLE = 0.5
"""Seconds within which a repeated offset gets one update at most."""
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
REPLACED = "Conflict: terminated by setWebhook request"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass
class Polling:
    """The one long poll that can be open. `changed` is notified whenever an update arrives."""

    pending: PendingUpdates
    clock: Clock
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _poller: int = 0
    _end_reason: str = CONFLICT
    _offset: int | None = None
    _polled_at: float = float("-inf")
    _next_conflict: float = float("-inf")

    async def poll(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the updates from an offset on. Raises ApiError when another poll takes over."""
        self.pending.allow(values.get("allowed_updates"))
        offset = values.get("offset", 0)
        limit = min(max(values.get("limit", 100), 1), 100)
        limit, timeout = self._throttled(offset, limit, min(max(values.get("timeout", 0), 0), MAX_TIMEOUT))
        self.pending.acknowledge(offset)
        if (ready := self.pending.ready(limit, self.clock.now())) or not timeout:
            return ready
        return await self._wait(limit, timeout)

    async def end(self, reason: str = REPLACED) -> None:
        """End the open poll with a conflict."""
        self._poller, self._end_reason = self._poller + 1, reason
        await self.notify()

    async def notify(self) -> None:
        """Wake all waiters so that they check their condition again."""
        async with self.changed:
            self.changed.notify_all()

    def _throttled(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        now = self.clock.now()
        passed = now - self._polled_at if offset == self._offset else float("inf")
        self._offset, self._polled_at = offset, now
        if passed < SAME_OFFSET_WAIT:
            timeout = max(timeout, SAME_OFFSET_WAIT)
        return (1 if passed < SAME_OFFSET_SINGLE else limit), timeout

    async def _wait(self, limit: int, seconds: float) -> list[dict[str, Any]]:
        await self.end(CONFLICT)
        this_poll, ready = self._poller, list[dict[str, Any]]()

        def done() -> bool:
            ready[:] = self.pending.ready(limit, self.clock.now())
            return bool(ready) or self._poller != this_poll

        try:
            async with asyncio.timeout(self.clock.real_seconds(seconds)), self.changed:
                await self.changed.wait_for(done)
        except TimeoutError:
            return []
        if self._poller != this_poll:
            await self._raise_conflict()
        return ready

    async def _raise_conflict(self) -> None:
        reason, now = self._end_reason, self.clock.now()
        if now < self._next_conflict:
            await self.clock.sleep(SAME_OFFSET_WAIT)
        else:
            self._next_conflict = now + SAME_OFFSET_WAIT
        raise ApiError(409, reason)
