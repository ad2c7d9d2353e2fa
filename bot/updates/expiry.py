"""How long an update is worth an answer, and by which clock. Pure but for the clock; knows no handler and no HTTP.

A person who asked in private gets an answer however late. A group has moved on after ten minutes, and Telegram takes
no answer any more to a query or a press whose time is up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeGuard

GROUP = 600.0
"""Seconds from when a question was written in a group."""
DAY = 86_400.0
"""Seconds that Telegram keeps an update that nobody fetches."""
_ASKED = ("message", "edited_message", "guest_message")
_QUERIES = {"inline_query": 30.0, "callback_query": 150.0}
"""Seconds from when it was kept; these carry no time of their own."""

OFF = 5.0
"""Seconds by which a clock may be off Telegram's: a date tells whole seconds, and takes its while to come."""

Clock = Callable[[], float]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ServerClock:
    """A clock that shows the time since 1970 and keeps its pace when the machine's clock is put forward or back.

    What is kept, and when it was written, is told by Telegram's time: so whoever hears that sets this clock by it.
    Until then it goes by the machine's.
    """

    behind: float = field(default_factory=lambda: time.time() - time.monotonic())

    def __call__(self) -> float:
        return self.behind + time.monotonic()

    def hear(self, now: float) -> None:
        """Go by Telegram's time from now on, if this one is off it."""
        off = self() - now
        if abs(off) > OFF:
            self.behind -= off
            log.warning("the clock was %+.0f s off Telegram's, and is set by it; look to the machine's own", off)


def is_expired(body: dict[str, Any], kept_at: float, now: float) -> bool:
    """Whether an update that was kept at some time is to be closed without an answer."""
    for kind, lives in _QUERIES.items():
        if kind in body:
            return now - kept_at > lives
    asked = next((body[kind] for kind in _ASKED if kind in body), None)
    return _in_group(asked) and now - kept_at + _age(asked, kept_at) > GROUP


def _in_group(message: Any) -> TypeGuard[dict[str, Any]]:
    """Whether somebody asks something in a group. What tells of the group itself is never too late."""
    if not isinstance(message, dict) or not ("text" in message or "caption" in message):
        return False
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") != "private"


def _age(message: dict[str, Any], at: float) -> float:
    """How old a message was when it was kept. An age that Telegram never lets one reach tells of a wrong clock."""
    date = message.get("edit_date", message.get("date"))
    age = at - date if isinstance(date, int) else 0.0
    return age if 0.0 <= age <= DAY else 0.0
