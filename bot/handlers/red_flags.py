"""Red flags in any message, new or edited, addressed to the bot or not, before any other handler."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.messages import post
from bot.handlers.updates import new_or_edited_message
from bot.log import describe
from bot.sending.rate_limiter import high_priority
from bot.views import answers
from faq.assistant import Answering
from faq.outcome import Urgent

log = logging.getLogger(__name__)


class RedFlagHandler:
    """Answers red flags."""

    def __init__(self, assistant: Answering, recorder: AnswerRecorder) -> None:
        self._assistant, self._recorder = assistant, recorder

    async def watch(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a red flag and stop; pass any other message on."""
        message = new_or_edited_message(update)
        reply = self._assistant.red_flags.detect(message.text or message.caption or "")
        if reply is None:
            return
        if not await self._is_answered(message):
            outcome = Urgent(reply, ())
            with high_priority():
                posted = await post(message, answers.answer(outcome, self._assistant.faq))
            await self._recorder.record(message, posted, outcome.target)
        raise ApplicationHandlerStop

    async def _is_answered(self, message: Message) -> bool:
        """Return whether this text was answered before: not every edit changes it."""
        try:
            row = await self._recorder.answer_to(message)
        except SQLAlchemyError as fault:  # twice is better than never
            log.error("earlier answers could not be read: %s", describe(fault))
            return False
        return row is not None and row.message_id is not None and row.digest == self._recorder.digest(message)
