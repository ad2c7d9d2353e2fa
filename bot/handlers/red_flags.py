"""Red flags, in whatever is said where the bot is and before anything else looks at it, asked or not."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.messages import post
from bot.handlers.responder import Responder, answer_key
from bot.log import where
from bot.sending.rate_limiter import high_priority
from bot.views import answers
from faq.outcome import Urgent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RedFlagHandler:
    """Watches every message for a red flag, new or edited."""

    responder: Responder

    async def watch(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a red flag and end the matter; let everything else pass."""
        message = update.message or update.edited_message
        assert message is not None, "the filter lets only new and edited messages in"
        assistant = self.responder.assistant
        reply = assistant.red_flags.detect(message.text or message.caption or "")
        if reply is None:
            return
        if not await self._told(message):
            outcome = Urgent(reply, ())
            with high_priority():
                posted = await post(message, answers.answer(outcome, assistant.faq))
            await self.responder.record(message, posted, answer_key(outcome), asked=True)
        raise ApplicationHandlerStop

    async def _told(self, message: Message) -> bool:
        """Whether the same words of the same message were answered before: edits can be invisible."""
        try:
            row = await self.responder.store.answers.of_question(message.chat_id, message.message_id)
        except SQLAlchemyError as fault:  # whatever becomes of the database, this is answered
            log.error("the store cannot be read: %s", where(fault))
            return False
        return row is not None and row.message_id is not None and row.digest == self.responder.digest(message)
