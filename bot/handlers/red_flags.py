"""Red flags in any message, new or edited, addressed to the bot or not, before any other handler."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.filters import asks_bot
from bot.handlers.locale import country
from bot.handlers.message_text import own_text, quoted_texts, quotes_another
from bot.handlers.messages import post
from bot.handlers.updates import new_or_edited_message
from bot.sending.rate_limiter import high_priority
from bot.updates.triage import LONG
from bot.views import answers
from faq.assistant import Answering
from faq.models import Flag
from faq.outcome import Urgent


class RedFlagHandler:
    """Answers red flags."""

    def __init__(self, assistant: Answering, recorder: AnswerRecorder) -> None:
        self._assistant, self._recorder = assistant, recorder

    async def watch(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a red flag and stop; pass any other message on."""
        message = new_or_edited_message(update)
        if flag := await detect(self._assistant, own_text(message)):
            await self._answer(message, urgent(flag))
            raise ApplicationHandlerStop
        outcome = await quoted_emergency(self._assistant, message, asked=asks_bot(message))
        quoted = message.reply_to_message
        if outcome and not (quoted and await self._recorder.was_answered(quoted)):
            await self._answer(message, outcome)
            raise ApplicationHandlerStop

    async def _answer(self, message: Message, outcome: Urgent) -> None:
        if await self._recorder.was_answered(message):  # not every edit changes the text
            return
        faq = self._assistant.faq
        with high_priority():
            posted = await post(message, answers.answer(outcome, faq, country=country(message, faq)))
        await self._recorder.record(message, posted, outcome.target)


def urgent(flag: Flag) -> Urgent:
    """Return the outcome of a red flag that was found before any matching."""
    return Urgent(flag.reply, (), them=flag.them, language=flag.language)


async def detect(assistant: Answering, text: str) -> Flag | None:
    """Return a red flag. Only what takes long runs in a thread: a long text, or the matching after a rule is met."""
    if len(text) <= LONG and assistant.red_flags.detect(text) is None:
        return None
    return await asyncio.to_thread(assistant.red_flag, text)


async def quoted_emergency(assistant: Answering, message: Message, *, asked: bool) -> Urgent | None:
    """Return the outcome of a red flag in words that a message quotes; they are most often another person's."""
    for text in quoted_texts(message, asked=asked):
        if flag := await detect(assistant, text):
            return replace(urgent(flag), them=flag.them or quotes_another(message))
    return None
