"""Makes the workers of an inbox as `legwise run` does."""

from __future__ import annotations

from telegram import Bot, Update

from bot.updates.inbox import Inbox
from bot.updates.processor import DEADLINE, Answer, Processor
from bot.updates.worker import Workers


def make_workers(
    inbox: Inbox, answer: Answer, deadline: float = DEADLINE, bot: Bot | None = None, *, urgent_only: bool = False
) -> Workers:
    """Return workers that are not started yet."""
    processor = Processor(lambda body: Update.de_json(body, bot), answer, inbox.clock, deadline)
    return Workers(inbox, processor, urgent_only=urgent_only)
