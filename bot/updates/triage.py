"""Looks for emergencies in updates as they arrive, before they are stored: by the curators' rules alone.

The handlers look again, and only they answer. A rank that is wrong costs an update its place in the queue, no more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.log import describe
from bot.updates.inbox import StoredUpdate

if TYPE_CHECKING:
    from faq.assistant import RedFlagDetector

LONG = 500
"""Characters from which on a text is looked at in a thread, so that the event loop does not wait."""
_MESSAGES = ("message", "edited_message", "guest_message")

log = logging.getLogger(__name__)


class Triage:
    """Ranks updates by the current rules. Before the content is loaded, nothing is urgent yet."""

    def __init__(self) -> None:
        self._detector: RedFlagDetector | None = None
        self._has_failed = False

    def use(self, detector: RedFlagDetector) -> None:
        """Rank all later updates by these rules."""
        self._detector = detector

    async def rank(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Return the updates, each with its rank. Other tasks run in between."""
        return tuple([replace(one, urgent=await self._look(one.body)) for one in updates])

    def is_urgent(self, body: dict[str, Any]) -> bool:
        """Return whether a text in an update may be an emergency. Raises nothing."""
        if self._detector is None:
            return False
        try:
            return any(self._detector.detect(text) is not None for text in texts(body))
        except Exception as fault:  # the update is stored all the same, and the handlers look again
            if not self._has_failed:
                self._has_failed = True
                log.error("updates cannot be ranked: %s", describe(fault))
            return False

    async def _look(self, body: dict[str, Any]) -> bool:
        if sum(map(len, texts(body))) > LONG:
            return await asyncio.to_thread(self.is_urgent, body)
        await asyncio.sleep(0)
        return self.is_urgent(body)


def texts(body: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts of an update as Telegram sent it: a question's own, and those that it quotes."""
    found = [text for kind in _MESSAGES for text in _of_message(body.get(kind))]
    return tuple(text for text in (*found, _get(body, "inline_query", "query")) if isinstance(text, str) and text)


def _of_message(message: Any) -> Iterator[Any]:
    yield _get(message, "text")
    yield _get(message, "caption")
    if _get(message, "reply_to_message", "from", "is_bot") is not True:  # our own warnings are no emergency
        yield _get(message, "quote", "text")
    elsewhere = _get(message, "external_reply")
    yield from (_get(elsewhere, "text"), _get(elsewhere, "caption"), _get(elsewhere, "poll", "question"))


def _get(value: Any, *names: str) -> Any:
    """Return a part of a JSON value; None if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
