"""Answers a question in a chat: ask, check the settings and limits, claim, post, record.

A red flag is subject to neither settings nor limits.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import Chat, Message
from telegram.constants import ChatType

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.author import author_id
from bot.handlers.conversation import Conversation
from bot.handlers.filters import asks_outright
from bot.handlers.locale import country
from bot.handlers.message_text import forum_topic_id
from bot.handlers.messages import post, react
from bot.handlers.permissions import speaks_as_admin
from bot.handlers.state import HandlerState
from bot.handlers.throttle import Throttle, Verdict
from bot.models import Answer, ChatSettings, Silence, Who
from bot.sending.rate_limiter import high_priority
from bot.store.store import Store
from bot.updates.triage import LONG
from bot.views import answers, chat_settings
from bot.views.answers import IN_PRIVATE, Form
from faq.assistant import Answering
from faq.context import target_with_offers
from faq.models import Entry
from faq.outcome import Found, NotFound, Outcome, Referred, Smalltalk, Unsure, Urgent, is_silent

REPEAT_SECONDS = 600
"""Within this time, the same answer in the same thread is linked to instead of repeated."""
PRIVATE = ChatSettings(compact=False)
"""The settings of private chats, and of red-flag replies everywhere."""
_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups are lower; only their messages have links."""


class ClaimedError(Exception):
    """Another process is answering this question, or crashed over it; retry once the claim has expired."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in a chat.

    Attributes:
        text: the text to look up.
        message: the message that asks.
        reply_to: the message to answer: the same, or the one that it quotes.

    """

    text: str
    message: Message
    reply_to: Message


class Responder:
    """Answers questions in chats."""

    def __init__(
        self, assistant: Answering, store: Store, recorder: AnswerRecorder, throttle: Throttle, state: HandlerState
    ) -> None:
        self._assistant, self._recorder, self._throttle, self._support = assistant, recorder, throttle, state.support
        self._refused, self._metrics = state.refused, state.metrics
        self._answers, self._chats = store.answers, store.chats
        self._conversation = Conversation(assistant.faq, recorder)

    async def answer(self, question: Question) -> None:
        """Answer a question that was addressed to the bot."""
        message, outcome = question.message, await self.outcome(question)
        if outcome is None:
            if await self.within_limits(message):  # the limit ended just now
                await self.answer(question)
        elif isinstance(outcome, Urgent):  # before the settings are read: the database may be down
            await self._reply(question, outcome, PRIVATE, asked=True)
        elif _is_silent(outcome, message):
            self._metrics.silent(Silence.SMALL_TALK if isinstance(outcome, Smalltalk) else Silence.NOT_FOUND)
        else:
            settings = await self.settings(message.chat)
            if await self.may_ask(message, settings) and await self.within_limits(message):
                await self._reply(question, outcome, settings, asked=True)

    async def outcome(self, question: Question) -> Outcome | None:
        """Return the outcome of a question, read with what was said before.

        Beyond its author's limit only an emergency is looked for, and None is returned if it is none. What may take
        long runs in a thread.
        """
        message, text = question.message, question.text
        context = await self._conversation.context(message, text)
        if self._throttle.is_exhausted(author_id(message), _throttle_key(message)):
            return await asyncio.to_thread(self._assistant.emergency, text, context)
        if len(text) > LONG:
            return await asyncio.to_thread(self._assistant.ask, text, context)
        return self._assistant.ask(text, context)

    def ask_alone(self, text: str) -> Outcome:
        """Return the outcome of a question without regard to what was said before."""
        return self._assistant.ask(text)

    async def answer_unprompted(self, question: Question, settings: ChatSettings) -> None:
        """Answer a question that was not addressed to the bot, if the answer is certain and the cooldown is over."""
        outcome = self._assistant.ask(question.text)
        if not isinstance(outcome, Found) or outcome.score < self._assistant.thresholds.unasked:
            self._metrics.silent(Silence.UNSURE_UNASKED)
        elif not await self._has_cooled_down(question.message.chat_id, settings.cooldown):
            self._metrics.silent(Silence.COOLDOWN)
        elif not await _may_ask(question.message, settings):
            self._metrics.silent(Silence.ADMINS_ONLY)
        else:
            await self._reply(question, outcome, settings, asked=False)

    async def settings(self, chat: Chat) -> ChatSettings:
        """Return the settings of a chat."""
        return PRIVATE if chat.type == ChatType.PRIVATE else await self._chats.settings(chat.id)

    async def form(self, chat: Chat) -> Form:
        """Return the form of answers in a chat."""
        return IN_PRIVATE if chat.type == ChatType.PRIVATE else _form(await self.settings(chat))

    async def may_ask(self, message: Message, settings: ChatSettings) -> bool:
        """Return whether the author may ask in this chat; if only admins may, tell others once and quietly."""
        if await _may_ask(message, settings):
            return True
        key = message.chat_id, author_id(message)
        if key in self._refused:
            self._metrics.silent(Silence.ADMINS_ONLY)
        elif await self.within_limits(message):
            await post(message, chat_settings.admins_only(), quiet=True)
            self._refused.add(key)
            self._metrics.silent(Silence.ADMINS_ONLY)
        return False

    async def within_limits(self, message: Message) -> bool:
        """Return whether the throttle allows an answer; post its notice, if that is due."""
        verdict = await self._throttle.check(author_id(message), message.chat_id, _throttle_key(message))
        if verdict is Verdict.NOTICE:
            await post(message, answers.slow_down())
        if verdict is not Verdict.ALLOWED:
            self._metrics.silent(Silence.LIMITED)
        return verdict is Verdict.ALLOWED

    async def _has_cooled_down(self, chat_id: int, seconds: int) -> bool:
        last = await self._answers.last_unasked(chat_id)
        return last is None or self._answers.clock() - last >= seconds

    async def _reply(self, question: Question, outcome: Outcome, settings: ChatSettings, *, asked: bool) -> None:
        message = question.message
        if isinstance(outcome, Smalltalk) and outcome.talk.reaction and not outcome.talk.reply:
            await react(message, outcome.talk.reaction)
            return
        if not await self._recorder.claim(message, fail_open=isinstance(outcome, Urgent)):
            await self._require_answered(message)
            return
        try:
            with high_priority(when=isinstance(outcome, Urgent)):
                posted, target = await self._post(question, outcome, settings)
        except BaseException:
            await self._recorder.release(message)
            raise
        await self._recorder.record(message, posted, target, asked=asked, remove_after=settings.remove_after)

    async def _require_answered(self, message: Message) -> None:
        row = await self._recorder.answer_to(message)
        if row is None or row.message_id is None:
            raise ClaimedError

    async def _post(self, question: Question, outcome: Outcome, settings: ChatSettings) -> tuple[Message, str]:
        """Post the answer, or a link to a recent one; return the message and its target with offers."""
        message, faq = question.message, self._assistant.faq
        outcome, numbers = self._support.once(message, outcome), country(message, faq)
        if message.chat.type == ChatType.PRIVATE:
            # An unanswered question is quoted, so that it can be shared with the curators without being stored.
            # So is one that was read in context, so that it can be asked afresh.
            quoted = question.reply_to.message_id if _is_asked_again(outcome) else None
            reply = answers.answer(outcome, faq, IN_PRIVATE, numbers)
            return await post(message, reply, to=quoted), target_with_offers(outcome)
        if earlier := await self._earlier(message, outcome):
            entry, row = earlier
            url = _message_url(message.chat_id, row)
            return await post(message, answers.repeated(entry, url), None if url else row.message_id), ""
        # The author of the quoted message did not ask, so "no answer" goes to the user who did.
        target = message if isinstance(outcome, NotFound) else question.reply_to
        reply = answers.answer(outcome, faq, _form(settings), numbers)
        return await post(message, reply, target.message_id), target_with_offers(outcome)

    async def _earlier(self, message: Message, outcome: Outcome) -> tuple[Entry, Answer] | None:
        """Return the entry that is to be told and the message that told it a little while ago, if one did."""
        if not isinstance(outcome, Found | Referred) or outcome.depth != "answer":
            return None
        entry = outcome.entry
        row = await self._answers.recent(message.chat_id, forum_topic_id(message), entry.id, REPEAT_SECONDS)
        return (entry, row) if row else None


def _throttle_key(message: Message) -> tuple[int, int] | None:
    """Return what tells a question from others, so that a retry is not counted again. Each edit counts anew."""
    return None if message.edit_date else (message.chat_id, message.message_id)


def _is_silent(outcome: Outcome, message: Message) -> bool:
    if message.chat.type == ChatType.PRIVATE:
        return isinstance(outcome, Smalltalk) and not (outcome.talk.reply or outcome.talk.reaction)
    return is_silent(outcome, "group", outright=asks_outright(message))


def _is_asked_again(outcome: Outcome) -> bool:
    """Return whether the question may be needed again: to share it, or to ask it afresh."""
    match outcome:
        case Unsure() | NotFound():
            return True
        case Found(about=about, depth="answer") | Referred(about=about, depth="answer"):
            return about is not None
        case _:
            return False


async def _may_ask(message: Message, settings: ChatSettings) -> bool:
    return settings.who is Who.EVERYONE or await speaks_as_admin(message)


def _form(settings: ChatSettings) -> Form:
    return Form(whole=not settings.compact, removable=True)


def _message_url(chat_id: int, answer: Answer) -> str | None:
    if chat_id > _SUPERGROUPS:
        return None
    thread = f"{answer.thread_id}/" if answer.thread_id else ""
    return f"https://t.me/c/{_SUPERGROUPS - chat_id}/{thread}{answer.message_id}"
