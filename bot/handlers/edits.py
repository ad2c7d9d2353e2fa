"""Edited questions: the answer is edited too, unless there is none or it is too old."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.locale import country
from bot.handlers.message_text import question_text, quoted_message, text_without_mentions
from bot.handlers.messages import delete, edit
from bot.handlers.responder import Responder
from bot.handlers.updates import edited_message
from bot.metrics import Metrics
from bot.models import Answer, Silence
from bot.views import answers
from faq.assistant import Answering
from faq.outcome import Found, NotFound, Outcome, Referred, is_urgent

MAX_AGE = 900
"""Seconds after which an edit no longer changes the answer, because others have read it."""


class Edits:
    """Edits answers after their questions."""

    def __init__(self, assistant: Answering, responder: Responder, recorder: AnswerRecorder, metrics: Metrics) -> None:
        self._assistant, self._responder, self._recorder = assistant, responder, recorder
        self._metrics = metrics

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Replace the answer by the one to the edited question."""
        message = edited_message(update)
        row, digest = await self._recorder.answer_to(message), self._recorder.digest(message)
        if row is None or not row.message_id or row.digest == digest:
            return
        if not _is_recent(message):
            self._metrics.silent(Silence.EDITED_TOO_LATE)
            return
        if is_urgent(row.entry):  # no edit takes the help away
            return
        text = question_text(message) or _quoted_text(message)
        outcome = self._assistant.ask(text)
        if row.entry and _is_entry(outcome, row.entry):  # a corrected typo: the answer stays
            await self._recorder.update(replace(row, digest=digest))
        elif message.chat.type != ChatType.PRIVATE and (not text or isinstance(outcome, NotFound)):
            await delete(message.get_bot(), row.chat_id, row.message_id)
            await self._recorder.delete(row)
        elif await self._responder.within_limits(message):  # Telegram counts an edit as it does a message
            await self._edit(message, replace(row, digest=digest), row.message_id, outcome)

    async def _edit(self, message: Message, row: Answer, message_id: int, outcome: Outcome) -> None:
        faq, form = self._assistant.faq, await self._responder.form(message.chat)
        reply = answers.answer(outcome, faq, form, country(message, faq))
        if await edit(message.get_bot(), row.chat_id, message_id, reply):
            await self._recorder.update(replace(row, entry=outcome.target))
        else:
            await self._recorder.delete(row)


def _is_entry(outcome: Outcome, entry: str) -> bool:
    return isinstance(outcome, Found | Referred) and outcome.entry.id == entry and not outcome.also


def _quoted_text(message: Message) -> str:
    """Return the text of the message that a bare /ask in a group replies to."""
    quoted = quoted_message(message) if message.chat.type != ChatType.PRIVATE else None
    return text_without_mentions(quoted) if quoted is not None else ""


def _is_recent(message: Message) -> bool:
    edited = message.edit_date or message.date
    return (edited - message.date).total_seconds() <= MAX_AGE
