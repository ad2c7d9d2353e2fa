"""One question, one answer: the way that every question in a chat takes, however it came in.

Ask -> may it be answered -> claim -> post -> record. A red flag is neither throttled nor held back by settings.
What is recorded is which message answers which, so that an edit, a repeat or a removal finds it; no words.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Chat, Message
from telegram.constants import ChatType

from bot.handlers import filters
from bot.handlers.messages import post
from bot.handlers.permissions import speaks_as_admin
from bot.handlers.throttle import Throttle, Verdict
from bot.log import where
from bot.models import Answer, ChatSettings, Who
from bot.sending.rate_limiter import high_priority
from bot.store.store import Store
from bot.views import answers
from bot.views.answers import WHOLE, Form
from faq.assistant import Assistant
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent

AGAIN = 600
"""Seconds within which the same answer in the same thread is pointed to and not told again."""
_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups lie below; only their messages have addresses."""
ALONE = ChatSettings(compact=False)
"""What holds in private chats, and for emergencies everywhere."""

log = logging.getLogger(__name__)


class ClaimedError(Exception):
    """Another is at this question, or whoever was could not tell how it ended: look again when the claim has lapsed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks.

    Attributes:
        text: the words that are looked up.
        message: the message that asks.
        reply_to: the message that is answered: that one, or the one that it replies to.

    """

    text: str
    message: Message
    reply_to: Message


@dataclass(frozen=True, slots=True)
class Responder:
    """Answers questions in chats."""

    assistant: Assistant
    store: Store
    throttle: Throttle

    async def answer(self, question: Question) -> None:
        """Answer a question that was put to the bot."""
        outcome = self.assistant.ask(question.text)
        if isinstance(outcome, Urgent):  # whoever asks, and whatever becomes of the database
            await self._tell(question, outcome, ALONE, asked=True)
            return
        settings = await self.settings(question.message.chat)
        if await self._may_ask(question.message, settings):
            await self._tell(question, outcome, settings, asked=True)

    async def answer_unprompted(self, question: Question, settings: ChatSettings) -> None:
        """Answer what nobody asked the bot, if an answer is sure and the last one is long enough ago."""
        outcome = self.assistant.ask(question.text)
        if isinstance(outcome, Found) and outcome.score >= self.assistant.thresholds.unasked:
            last = await self.store.answers.last_unasked(question.message.chat_id)
            rested = last is None or self.store.answers.clock() - last >= settings.cooldown
            if rested and await _is_for(question.message, settings):
                await self._tell(question, outcome, settings, asked=False)

    async def settings(self, chat: Chat) -> ChatSettings:
        """What holds in a chat."""
        return ALONE if chat.type == ChatType.PRIVATE else await self.store.chats.settings(chat.id)

    async def form(self, chat: Chat) -> Form:
        """The form of answers in a chat."""
        return WHOLE if chat.type == ChatType.PRIVATE else _form(await self.settings(chat))

    def asker(self, message: Message) -> str:
        """The alias of who wrote a message; a group or channel that somebody speaks as has one too."""
        spoken = message.sender_chat or message.from_user
        return self.store.crypto.pseudonym(spoken.id if spoken else message.chat_id)

    def digest(self, message: Message) -> str:
        """Tells whether a message says the same as before."""
        return self.store.crypto.digest(message.text or message.caption or "")

    async def _may_ask(self, message: Message, settings: ChatSettings) -> bool:
        return await _is_for(message, settings) and await self.has_turn(message)

    async def has_turn(self, message: Message) -> bool:
        """Whether a message is to be answered, as far as fair use goes; says once that it is enough for now."""
        group = message.chat_id if message.chat.type != ChatType.PRIVATE else None
        question = None if message.edit_date else (message.chat_id, message.message_id)  # each edit asks anew
        match await self.throttle.check(message.from_user.id if message.from_user else None, group, question):
            case Verdict.ALLOWED:
                return True
            case Verdict.NOTICE:
                await post(message, answers.slow_down())
        return False

    async def _tell(self, question: Question, outcome: Outcome, settings: ChatSettings, *, asked: bool) -> None:
        message, kept = question.message, self.store.answers
        if not await self._claimed(message, outcome):
            await self._be_answered(message)
            return
        try:
            with high_priority(when=isinstance(outcome, Urgent)):
                posted, entry = await self._post(question, outcome, settings)
        except BaseException:
            await kept.release(message.chat_id, message.message_id)
            raise
        await self.record(message, posted, entry, asked=asked, remove_after=settings.remove_after)

    async def record(
        self, message: Message, posted: Message, entry: str, *, asked: bool, remove_after: int = 0
    ) -> None:
        """Keep what was posted as the answer to a message, to be removed after so many seconds; 0 for never."""
        # A group that became a supergroup meanwhile counts its messages anew: there, the answer is its own question.
        here = posted.chat_id == message.chat_id
        now = int(self.store.answers.clock())
        row = Answer(
            posted.chat_id, message.message_id if here else posted.message_id, posted.message_id,
            filters.topic(message), entry, self.asker(message), self.digest(message), asked, now,
            now + remove_after if remove_after else None,
        )  # fmt: skip
        try:
            await self.store.answers.record(row)
        except SQLAlchemyError as fault:  # it is answered: to try again would answer it twice
            log.error("the store cannot be written: %s", where(fault))

    async def _claimed(self, message: Message, outcome: Outcome) -> bool:
        """Whether this is the first who is to answer a message; an emergency waits for no database to say so."""
        try:
            return await self.store.answers.claim(
                message.chat_id, message.message_id, self.asker(message), self.digest(message)
            )
        except SQLAlchemyError as fault:
            if not isinstance(outcome, Urgent):
                raise
            log.error("the store cannot be written: %s", where(fault))
            return True

    async def _be_answered(self, message: Message) -> None:
        """Raise ClaimedError if a message is claimed and not answered."""
        row = await self.store.answers.of_question(message.chat_id, message.message_id)
        if row is None or row.message_id is None:
            raise ClaimedError

    async def _post(self, question: Question, outcome: Outcome, settings: ChatSettings) -> tuple[Message, str]:
        """Post the answer, or where it stands already; return the message and the entry that it tells."""
        message, faq = question.message, self.assistant.faq
        if message.chat.type == ChatType.PRIVATE:
            # Quoted, an unanswered question can be shared with the curators without being kept for that.
            quoted = question.reply_to.message_id if isinstance(outcome, Unsure | NotFound) else None
            return await post(message, answers.answer(outcome, faq, WHOLE), to=quoted), answer_key(outcome)
        if isinstance(outcome, Found | Referred) and (earlier := await self._earlier(message, outcome.entry.id)):
            address = _address(message.chat_id, earlier)
            reply = answers.repeated(outcome.entry, address)
            return await post(message, reply, None if address else earlier.message_id), ""
        # Who did not ask is not told that there is no answer.
        target = message if isinstance(outcome, NotFound) else question.reply_to
        return await post(message, answers.answer(outcome, faq, _form(settings)), target.message_id), answer_key(
            outcome
        )

    async def _earlier(self, message: Message, entry: str) -> Answer | None:
        return await self.store.answers.recent(message.chat_id, filters.topic(message), entry, AGAIN)


async def _is_for(message: Message, settings: ChatSettings) -> bool:
    """Whether whoever wrote a message may be answered, as the admins would have it."""
    return settings.who is Who.EVERYONE or await speaks_as_admin(message)


def _form(settings: ChatSettings) -> Form:
    """The form of answers in a group."""
    return Form(short=settings.compact, removable=True)


def answer_key(outcome: Outcome) -> str:
    """What an answer tells, as it is kept: the entry, or the urgent reply behind a colon; empty for neither."""
    match outcome:
        case Found(entry) | Referred(entry):
            return entry.id
        case Urgent(reply):
            return f":{reply.id}"
        case Unsure() | NotFound():
            return ""


def is_urgent(kept: str) -> bool:
    """Whether an answer that was kept is an urgent reply."""
    return kept.startswith(":")


def _address(chat_id: int, answer: Answer) -> str | None:
    if chat_id > _SUPERGROUPS:
        return None
    thread = f"{answer.thread_id}/" if answer.thread_id else ""
    return f"https://t.me/c/{_SUPERGROUPS - chat_id}/{thread}{answer.message_id}"
