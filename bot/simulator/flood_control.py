"""Telegram's flood limits, as far as they are known. Off unless a test sets them."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.errors import too_many_requests

_COUNTED = {"sendMessage", "editMessageText", "editMessageReplyMarkup"}


@dataclass(frozen=True, slots=True)
class FloodLimit:
    """A maximum of calls in some seconds."""

    max_calls: int
    seconds: float


GROUP = FloodLimit(20, 60.0)
CHAT = FloodLimit(3, 3.0)
"""One a second, with short bursts."""
ALL = FloodLimit(30, 1.0)


@dataclass
class FloodControl:
    """Counts the calls that write messages."""

    group: FloodLimit = GROUP
    chat: FloodLimit = CHAT
    everything: FloodLimit = ALL
    _times: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, method: str, values: dict[str, Any], now: float) -> None:
        """Count a call. Raises ApiError if it exceeds a limit."""
        if method not in _COUNTED or "chat_id" not in values:
            return
        chat = values["chat_id"]
        limits: list[tuple[object, FloodLimit]] = [("all", self.everything), (chat, self.chat)]
        if chat < 0:
            limits.append((("group", chat), self.group))
        for key, limit in limits:
            self._check(key, limit, now)
        for key, _ in limits:
            self._times[key].append(now)

    def _check(self, key: object, limit: FloodLimit, now: float) -> None:
        times = self._times[key]
        while times and times[0] <= now - limit.seconds:
            times.popleft()
        if len(times) >= limit.max_calls:
            raise too_many_requests(math.ceil(times[0] + limit.seconds - now) or 1)
