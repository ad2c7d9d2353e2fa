"""The line of support under an answer: once in a talk, not under each message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from telegram import Message

from bot.handlers.author import author_id
from bot.handlers.recent_keys import RecentKeys
from bot.store.retention import SUPPORT_TOLD
from faq.outcome import Outcome, Urgent


class SupportOnce:
    """Remembers which users got the line."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._told = RecentKeys(SUPPORT_TOLD, clock)

    def once(self, message: Message, outcome: Outcome) -> Outcome:
        """Return the outcome without support if this user got the line in this chat within the hour."""
        if not outcome.support or isinstance(outcome, Urgent):
            return outcome
        talk = message.chat_id, author_id(message)
        if talk in self._told:
            return replace(outcome, support=False)
        self._told.add(talk)
        return outcome
