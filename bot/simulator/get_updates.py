"""getUpdates as the official server has it: acknowledgement, the long poll, its throttles, and one poller at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.errors import Refusal
from bot.simulator.pending_updates import Pending

LONGEST = 50.0
SAME_WITHIN = 3.0
"""Seconds within which the same offset again is made to wait so long."""
HASTY_WITHIN = 0.5
"""Seconds within which the same offset again gets one update at most."""
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
REPLACED = "Conflict: terminated by setWebhook request"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass
class Polling:
    """The one long poll that can be open. `changed` is told whenever an update comes in."""

    pending: Pending
    clock: Clock
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _poller: int = 0
    _ended: str = CONFLICT
    _offset: int | None = None
    _since: float = float("-inf")
    _next_conflict: float = float("-inf")

    async def poll(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """The updates from an offset on. Raises Refusal when another poll takes over."""
        self.pending.allow(values.get("allowed_updates"))
        offset = values.get("offset", 0)
        limit = min(max(values.get("limit", 100), 1), 100)
        limit, timeout = self._throttled(offset, limit, min(max(values.get("timeout", 0), 0), LONGEST))
        self.pending.acknowledge(offset)
        if (found := self.pending.ready(limit, self.clock.now())) or not timeout:
            return found
        return await self._wait(limit, timeout)

    async def end(self, reason: str = REPLACED) -> None:
        """Send the open poll away."""
        self._poller, self._ended = self._poller + 1, reason
        await self.tell()

    async def tell(self) -> None:
        """Let whoever waits look again."""
        async with self.changed:
            self.changed.notify_all()

    def _throttled(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        now = self.clock.now()
        passed = now - self._since if offset == self._offset else float("inf")
        self._offset, self._since = offset, now
        if passed < SAME_WITHIN:
            timeout = max(timeout, SAME_WITHIN)
        return (1 if passed < HASTY_WITHIN else limit), timeout

    async def _wait(self, limit: int, seconds: float) -> list[dict[str, Any]]:
        await self.end(CONFLICT)
        mine, found = self._poller, list[dict[str, Any]]()

        def done() -> bool:
            found[:] = self.pending.ready(limit, self.clock.now())
            return bool(found) or self._poller != mine

        try:
            async with asyncio.timeout(self.clock.real(seconds)), self.changed:
                await self.changed.wait_for(done)
        except TimeoutError:
            return []
        if self._poller != mine:
            await self._conflict()
        return found

    async def _conflict(self) -> None:
        reason, now = self._ended, self.clock.now()
        if now < self._next_conflict:
            await self.clock.sleep(SAME_WITHIN)
        else:
            self._next_conflict = now + SAME_WITHIN
        raise Refusal(409, reason)
