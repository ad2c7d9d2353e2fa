"""Edited questions: the answer is edited too, unless it is too old. An edit can also make a question of a message."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.filters import asks_bot
from bot.handlers.locale import country
from bot.handlers.messages import delete, edit
from bot.handlers.question import QuestionFinder
from bot.handlers.responder import Responder
from bot.handlers.updates import edited_message
from bot.metrics import Metrics
from bot.models import Answer, Silence
from bot.views import answers
from faq.assistant import Answering
from faq.context import target_with_offers
from faq.outcome import Found, NotFound, Outcome, Referred, is_silent, is_urgent

MAX_AGE = 900
"""Seconds after which an edit no longer changes the answer, because others have read it."""


class Edits:
    """Edits answers after their questions."""

    def __init__(
        self,
        assistant: Answering,
        responder: Responder,
        recorder: AnswerRecorder,
        finder: QuestionFinder,
        metrics: Metrics,
    ) -> None:
        self._assistant, self._responder, self._recorder, self._finder = assistant, responder, recorder, finder
        self._metrics = metrics

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Follow an edit to an answered question; answer a message that the edit makes a question."""
        message = edited_message(update)
        row = await self._recorder.answer_to(message)
        if not _is_recent(message):
            if row is not None and row.digest != self._recorder.digest(message):
                self._metrics.silent(Silence.EDITED_TOO_LATE)
            return
        if row is not None:
            await self._follow(message, row)
        elif asks_bot(message) and (question := self._finder.find(message)).text:
            await self._responder.answer(question)

    async def _follow(self, message: Message, row: Answer) -> None:
        """Replace the answer by the one to the edited question."""
        digest = self._recorder.digest(message)
        if not row.message_id or row.digest == digest:
            return
        if is_urgent(row.entry):  # no edit takes the help away
            return
        question = self._finder.find(message)
        outcome = await self._responder.outcome(question)
        if outcome is None:
            await self._responder.within_limits(message)
        elif row.entry and _is_entry(outcome, row.entry):  # a corrected typo: the answer stays
            await self._recorder.update(replace(row, digest=digest))
        elif _is_wordless(outcome, message, question.text):
            await delete(message.get_bot(), row.chat_id, row.message_id)
            await self._recorder.delete(row)
        elif await self._responder.within_limits(message):  # Telegram counts an edit as it does a message
            await self._edit(message, replace(row, digest=digest), row.message_id, outcome)

    async def _edit(self, message: Message, row: Answer, message_id: int, outcome: Outcome) -> None:
        faq, form = self._assistant.faq, await self._responder.form(message.chat)
        reply = answers.answer(outcome, faq, form, country(message, faq))
        if await edit(message.get_bot(), row.chat_id, message_id, reply):
            await self._recorder.update(replace(row, entry=target_with_offers(outcome)))
        else:
            await self._recorder.delete(row)


def _is_wordless(outcome: Outcome, message: Message, text: str) -> bool:
    """Return whether the edited message gets no words, so that the answer is deleted."""
    if message.chat.type == ChatType.PRIVATE:
        return is_silent(outcome, "private")
    return not text or isinstance(outcome, NotFound) or is_silent(outcome, "group")


def _is_entry(outcome: Outcome, entry: str) -> bool:
    return isinstance(outcome, Found | Referred) and outcome.entry.id == entry and not outcome.also


def _is_recent(message: Message) -> bool:
    edited = message.edit_date or message.date
    return (edited - message.date).total_seconds() <= MAX_AGE
