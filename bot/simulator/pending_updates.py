"""Updates that wait at Telegram's side until a bot takes them: which are let in, how long they live, who is first.

Updates keep the numbers that they come with. What carries no number, or is of no kind that Telegram has, is let
through as it is, so that a test can send what no bot expects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DAY = 86_400.0
LIVES = {"inline_query": 30.0, "callback_query": 150.0, "chosen_inline_result": 600.0}
"""Seconds; all the rest live for a day."""
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to who names them."""
_QUEUES = {"inline_query": "user", "chosen_inline_result": "user", "callback_query": "user"}


@dataclass
class Waiting:
    """An update that waits."""

    body: dict[str, Any]
    until: float

    @property
    def kind(self) -> str:
        """Its kind; empty if it has none."""
        return next((name for name in self.body if name != "update_id"), "")

    @property
    def lane(self) -> tuple[str, object]:
        """The queue it stands in towards a webhook: of its chat, or of its user for queries."""
        body = self.body.get(self.kind)
        if not isinstance(body, dict):
            return (self.kind, None)
        if self.kind in _QUEUES:
            return (self.kind, body.get("from", {}).get("id"))
        kind = "message" if self.kind == "edited_message" else self.kind
        return (kind, body.get("chat", {}).get("id"))


@dataclass
class Pending:
    """The queue, in the order in which updates came."""

    waiting: list[Waiting] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Take a new choice of kinds; None keeps the one before, and none at all is the default."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def add(self, body: dict[str, Any], now: float) -> bool:
        """Let an update come in. False if nobody asked for its kind: it is gone for good."""
        update = Waiting(body, now)
        update.until += LIVES.get(update.kind, DAY)
        if isinstance(body.get(update.kind), dict) and not self._wanted(update.kind):
            return False
        self.waiting.append(update)
        return True

    def acknowledge(self, offset: int) -> None:
        """Forget what is below an offset; of a negative one, all but the last so many."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [update for update in self.waiting if update.body.get("update_id", offset) >= offset]

    def ready(self, limit: int, now: float) -> list[dict[str, Any]]:
        """The first updates that are still alive."""
        self.waiting = [update for update in self.waiting if update.until > now]
        return [update.body for update in self.waiting[:limit]]

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED
