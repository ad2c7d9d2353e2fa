"""Guest questions: somebody calls the bot into a chat where it is no member. One answer each, through the query.

Nothing is ever posted to the chat, not even an apology: a guest may not write there. A question that comes as a
message too, where the bot is a member after all, is answered by whichever way claims it first.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import InlineQueryResultArticle, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.handlers import filters
from bot.handlers.responder import Responder
from bot.handlers.throttle import Throttle, Verdict
from bot.log import where
from bot.models import Answer
from bot.store.store import Store
from bot.views import inline
from faq.assistant import Assistant
from faq.outcome import Urgent

NO_MESSAGE = 0
"""The id of an answer that is no message of ours: it can be neither linked to nor edited nor removed by its id."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guest:
    """Answers guest questions."""

    assistant: Assistant
    store: Store
    throttle: Throttle
    version: str
    """That of the content."""

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a guest question, if nobody has. An answer that cannot be sent gives the question up again."""
        message = update.guest_message
        assert message is not None, "the filter lets only guest messages in"
        if message.guest_query_id is None or not await self._claimed(message):
            return
        answered = False
        try:
            told = await self._told(message, context.bot.username, update.update_id)
            answered = told is not None and await _sent(message, told, update.update_id)
        finally:
            await self._close(message, answered=answered)

    async def _told(self, message: Message, username: str, update_id: int) -> InlineQueryResultArticle | None:
        """What to answer; None for silence."""
        try:
            return await self._answer(message, username)
        except Exception as fault:  # whatever went wrong, the person is told here: nowhere else may we write
            log.error("update %d: %s", update_id, where(fault))
            return inline.apology()

    async def _answer(self, message: Message, username: str) -> InlineQueryResultArticle | None:
        question = _question(message)
        outcome = self.assistant.ask(question)
        if isinstance(outcome, Urgent):
            return inline.guest(outcome, self.assistant.faq, self.version, username)
        match await self.throttle.check(*_asking(message), message.guest_query_id):
            case Verdict.QUIET:
                return None
            case Verdict.NOTICE:
                return inline.slow_down()
        return (
            inline.guest(outcome, self.assistant.faq, self.version, username)
            if question
            else inline.how_to_ask(username)
        )

    async def _claimed(self, message: Message) -> bool:
        responder = self._answering
        asker, digest = responder.asker(message), responder.digest(message)
        try:
            return await self.store.answers.claim(message.chat_id, message.message_id, asker, digest)
        except SQLAlchemyError as fault:  # twice is better than never: it may be an emergency
            log.error("the store cannot be written: %s", where(fault))
            return True

    async def _close(self, message: Message, *, answered: bool) -> None:
        try:
            if answered:
                await self.store.answers.record(self._row(message))
            else:
                await self.store.answers.release(message.chat_id, message.message_id)
        except SQLAlchemyError as fault:
            log.error("the store cannot be written: %s", where(fault))

    def _row(self, message: Message) -> Answer:
        # Without its entry: a later question for the same one has no message to be pointed to.
        responder = self._answering
        return Answer(
            message.chat_id, message.message_id, NO_MESSAGE, message.message_thread_id, "", responder.asker(message),
            responder.digest(message), asked=True, at=int(self.store.answers.clock()), remove_at=None,
        )  # fmt: skip

    @property
    def _answering(self) -> Responder:
        return Responder(self.assistant, self.store, self.throttle)


def _question(message: Message) -> str:
    """What is asked: the message's own words, or else those of the message that it replies to."""
    other = filters.quoted(message)
    return filters.asked(message) or (filters.words(other) if other else "")


def _asking(message: Message) -> tuple[int | None, int | None]:
    """Whom a limit binds: the person, unless they speak as a group or channel, and the group."""
    person = message.from_user.id if message.from_user and not message.sender_chat else None
    return person, message.chat_id if message.chat.type != ChatType.PRIVATE else None


async def _sent(message: Message, told: InlineQueryResultArticle, update_id: int) -> bool:
    """Answer the query; False if it is too late or Telegram refuses. Raises NetworkError and FloodError."""
    try:
        await message.answer_guest_query(told)
    except (BadRequest, Forbidden) as refusal:
        log.info("update %d: a guest question could not be answered: %s", update_id, refusal.message)
        return False
    return True
