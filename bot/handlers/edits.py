"""Edited questions: the answer follows. What was never answered, or is too old, stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers import filters
from bot.handlers.messages import delete, edit
from bot.handlers.responder import Responder, answer_key, is_urgent
from bot.models import Answer
from bot.views import answers
from faq.outcome import Found, NotFound, Outcome, Referred

IN_TIME = 900
"""Seconds after which an edit no longer changes the answer: others have read it."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Follows edits."""

    responder: Responder

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question as it reads now, in place of the answer to what it was."""
        message = update.edited_message
        assert message is not None, "the filter lets only edited messages in"
        row = await self.responder.store.answers.of_question(message.chat_id, message.message_id)
        digest = self.responder.digest(message)
        if row is None or not row.message_id or row.digest == digest or not _in_time(message):
            return
        if is_urgent(row.entry):  # what was said once stays said: no edit takes the help away
            return
        asked = filters.asked(message) or _quoted(message)
        outcome = self.responder.assistant.ask(asked)
        if row.entry and _tells(outcome, row.entry):  # a slip of the pen put right: what stands there is what is meant
            await self.responder.store.answers.record(replace(row, digest=digest))
        elif message.chat.type != ChatType.PRIVATE and (not asked or isinstance(outcome, NotFound)):
            await self._withdraw(message, row)
        elif await self.responder.has_turn(message):  # an edited answer counts for Telegram as a new one does
            await self._correct(message, replace(row, digest=digest), outcome)

    async def _withdraw(self, message: Message, row: Answer) -> None:
        assert row.message_id is not None, "asked before"
        await delete(message.get_bot(), row.chat_id, row.message_id)
        await self.responder.store.answers.removed(row.chat_id, row.message_id)

    async def _correct(self, message: Message, row: Answer, outcome: Outcome) -> None:
        assert row.message_id is not None, "asked before"
        form = await self.responder.form(message.chat)
        reply = answers.answer(outcome, self.responder.assistant.faq, form)
        if await edit(message.get_bot(), row.chat_id, row.message_id, reply):
            await self.responder.store.answers.record(replace(row, entry=answer_key(outcome)))
        else:
            await self.responder.store.answers.removed(row.chat_id, row.message_id)


def _tells(outcome: Outcome, entry: str) -> bool:
    """Whether an outcome is that entry, and nothing beside it."""
    return isinstance(outcome, Found | Referred) and outcome.entry.id == entry and not outcome.also


def _quoted(message: Message) -> str:
    """What somebody asks in the message that a bare /ask replies to."""
    other = filters.quoted(message) if message.chat.type != ChatType.PRIVATE else None
    return filters.words(other) if other is not None else ""


def _in_time(message: Message) -> bool:
    edited = message.edit_date or message.date
    return (edited - message.date).total_seconds() <= IN_TIME
