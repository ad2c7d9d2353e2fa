"""Telegram's limits on how much a bot may write, as far as they are known. Off unless a test asks for them."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.errors import flooded

_COUNTED = {"sendMessage", "editMessageText", "editMessageReplyMarkup"}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so many seconds."""

    most: int
    seconds: float


GROUP = Rate(20, 60.0)
CHAT = Rate(3, 3.0)
"""One a second, of which a few may come at once."""
ALL = Rate(30, 1.0)


@dataclass
class Flood:
    """Counts what is written."""

    group: Rate = GROUP
    chat: Rate = CHAT
    everything: Rate = ALL
    _times: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, method: str, values: dict[str, Any], now: float) -> None:
        """Count a call. Raises Refusal if it is one too many."""
        if method not in _COUNTED or "chat_id" not in values:
            return
        chat = values["chat_id"]
        rates = [("all", self.everything), (chat, self.chat), *([(("group", chat), self.group)] if chat < 0 else [])]
        for name, rate in rates:
            self._look(name, rate, now)
        for name, _ in rates:
            self._times[name].append(now)

    def _look(self, name: object, rate: Rate, now: float) -> None:
        times = self._times[name]
        while times and times[0] <= now - rate.seconds:
            times.popleft()
        if len(times) >= rate.most:
            raise flooded(math.ceil(times[0] + rate.seconds - now) or 1)
