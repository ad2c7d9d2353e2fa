"""What a message may lean on: the entry told last to its author in this chat and thread, or in the message replied to.

Known from the table of answers alone; no words are stored for it.
"""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.handlers.answer_recorder import PATIENCE, AnswerRecorder
from bot.handlers.message_text import replies_to_bot
from bot.log import describe
from faq.context import Context, may_lean
from faq.models import Faq

log = logging.getLogger(__name__)


class Conversation:
    """Finds the context of messages."""

    def __init__(self, faq: Faq, recorder: AnswerRecorder) -> None:
        self._faq, self._recorder = faq, recorder

    async def context(self, message: Message, text: str, *, then: bool = False) -> Context | None:
        """Return the context of a message; None if there is none, or if the database fails or is slow.

        Args:
            message: the message.
            text: its question.
            then: as it was when the message was sent, for one that was answered before.

        """
        if not may_lean(text):
            return None
        try:
            async with asyncio.timeout(PATIENCE):  # it may be an emergency, which needs no context
                return await self._context(message, then=then)
        except (SQLAlchemyError, TimeoutError) as fault:
            log.error("what was said before could not be read: %s", describe(fault))
            return None

    async def _context(self, message: Message, *, then: bool) -> Context | None:
        replied = message.reply_to_message
        if replied and replies_to_bot(message):
            row = await self._recorder.answer_in(replied)
        else:
            row = await (self._recorder.told_before(message) if then else self._recorder.last_told(message))
        return Context.of_target(row.entry, self._faq) if row else None
