"""Workers over an inbox, as a run makes them."""

from __future__ import annotations

from telegram import Bot, Update

from bot.updates.inbox import Inbox
from bot.updates.processor import DEADLINE, Answer, Processor
from bot.updates.worker import Workers


def working(inbox: Inbox, answer: Answer, deadline: float = DEADLINE, bot: Bot | None = None) -> Workers:
    """Workers that answer so, and have not begun."""
    return Workers(inbox, Processor(lambda body: Update.de_json(body, bot), answer, inbox.clock, deadline))
