"""Updates that wait on Telegram's side until a bot takes them.

Updates keep the ids they arrive with. An update without an id, or of an unknown kind, is queued as it is, so that a
test can send updates no bot expects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DAY = 86_400.0
LIFETIMES = {"inline_query": 30.0, "callback_query": 150.0, "chosen_inline_result": 600.0}
"""Seconds; other kinds live for a day."""
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only if it lists them in allowed_updates."""
_QUEUED_BY_USER = {"inline_query", "chosen_inline_result", "callback_query"}


@dataclass
class PendingUpdate:
    """An update that waits."""

    body: dict[str, Any]
    expires_at: float

    @property
    def kind(self) -> str:
        """Its kind; empty if it has none."""
        return next((name for name in self.body if name != "update_id"), "")

    @property
    def queue(self) -> tuple[str, object]:
        """The webhook queue it belongs to: one per chat, or per user for queries."""
        body = self.body.get(self.kind)
        if not isinstance(body, dict):
            return (self.kind, None)
        if self.kind in _QUEUED_BY_USER:
            return (self.kind, body.get("from", {}).get("id"))
        kind = "message" if self.kind == "edited_message" else self.kind
        return (kind, body.get("chat", {}).get("id"))


@dataclass
class PendingUpdates:
    """All pending updates, in order of arrival."""

    updates: list[PendingUpdate] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set allowed_updates; None leaves it unchanged, an empty list restores the default."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def add(self, body: dict[str, Any], now: float) -> bool:
        """Queue an update. Return False if its kind is not allowed, in which case it is lost."""
        update = PendingUpdate(body, now)
        update.expires_at += LIFETIMES.get(update.kind, DAY)
        if isinstance(body.get(update.kind), dict) and not self._is_allowed(update.kind):
            return False
        self.updates.append(update)
        return True

    def acknowledge(self, offset: int) -> None:
        """Drop the updates below an offset; a negative offset -n leaves only the last n."""
        if offset < 0:
            self.updates = self.updates[offset:]
        elif offset:
            self.updates = [update for update in self.updates if update.body.get("update_id", offset) >= offset]

    def ready(self, limit: int, now: float) -> list[dict[str, Any]]:
        """Drop expired updates; return the first ones that are left."""
        self.updates = [update for update in self.updates if update.expires_at > now]
        return [update.body for update in self.updates[:limit]]

    def _is_allowed(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN
