"""Expiry of updates, and the clock for it.

A private message that could not be answered for a day expires, so that the later ones of its chat do not wait for it,
unless it is an emergency. A group has moved on after ten minutes, and after an hour from an emergency. Telegram itself
accepts answers to queries and button presses for a short time only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeGuard

GROUP_LIFETIME = 600.0
"""Seconds from when a question was written in a group."""
URGENT_GROUP_LIFETIME = 3600.0
"""The same for an emergency."""
DAY = 86_400.0
"""Seconds for which Telegram stores updates that are not fetched, and in which a private message is answered."""
_QUESTIONS = ("message", "edited_message", "guest_message")
_QUERY_LIFETIMES = {"inline_query": 30.0, "callback_query": 150.0}
"""Seconds from when it was stored, because queries carry no date."""

TOLERANCE = 5.0
"""Seconds by which clocks may differ, because Telegram's dates are whole seconds and take a while to arrive."""

Clock = Callable[[], float]

log = logging.getLogger(__name__)


class ServerClock:
    """Telegram's time in seconds since 1970; the machine's, until it is synchronised.

    It runs on when the machine's clock is changed.
    """

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def __call__(self) -> float:
        return self._offset + time.monotonic()

    def synchronise(self, now: float) -> None:
        """Set the clock to Telegram's time if it is off."""
        error = self() - now
        if abs(error) > TOLERANCE:
            self._offset -= error
            log.warning("the machine's clock is %+.0f s off Telegram's, which is used instead; check the clock", error)


def is_expired(body: dict[str, Any], stored_at: float, now: float, *, urgent: bool = False) -> bool:
    """Return whether an update is too old to be answered."""
    for kind, lifetime in _QUERY_LIFETIMES.items():
        if kind in body:
            return now - stored_at > lifetime
    question = next((body[kind] for kind in _QUESTIONS if kind in body), None)
    if _is_private(question):
        return not urgent and now - stored_at > DAY
    lifetime = URGENT_GROUP_LIFETIME if urgent else GROUP_LIFETIME
    return _is_group_question(question) and now - stored_at + _age(question, stored_at) > lifetime


def _is_private(message: Any) -> bool:
    chat = message.get("chat") if isinstance(message, dict) else None
    return isinstance(chat, dict) and chat.get("type") == "private"


def _is_group_question(message: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether it is a text in a group. Service messages are none, and never expire."""
    if not isinstance(message, dict) or not ("text" in message or "caption" in message):
        return False
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") != "private"


def _age(message: dict[str, Any], stored_at: float) -> float:
    """Return a message's age when it was stored; 0 if the clock must be wrong, because Telegram stores none so old."""
    date = message.get("edit_date", message.get("date"))
    age = stored_at - date if isinstance(date, int) else 0.0
    return age if 0.0 <= age <= DAY else 0.0
