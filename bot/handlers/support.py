"""The line of support under an answer: once in a talk, not under each message."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from telegram import Message

from bot.handlers.author import author_id
from bot.store.retention import SUPPORT_TOLD
from faq.outcome import Outcome, Urgent

MOST = 10_000
"""Talks remembered; beyond, the oldest is forgotten."""
_SECONDS = SUPPORT_TOLD.total_seconds()


class SupportOnce:
    """Remembers which users got the line, in memory only."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told: OrderedDict[tuple[int, int], float] = OrderedDict()

    def once(self, message: Message, outcome: Outcome) -> Outcome:
        """Return the outcome without support if this user got the line in this chat within the hour."""
        if not outcome.support or isinstance(outcome, Urgent):
            return outcome
        talk, now = (message.chat_id, author_id(message)), self._clock()
        self._forget(now)
        if talk in self._told:
            return replace(outcome, support=False)
        self._told[talk] = now
        return outcome

    def _forget(self, now: float) -> None:
        """Forget the talks that are over, which are the oldest."""
        while self._told and (len(self._told) >= MOST or now - next(iter(self._told.values())) >= _SECONDS):
            self._told.popitem(last=False)
