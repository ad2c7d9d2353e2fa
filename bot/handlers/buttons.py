"""Presses of buttons. A list turns its pages in place, and "did you mean" gives way to the answer it asked for.

An answer is never edited away: a related question, or one chosen from a list, is a message of its own, since
in a group others are still reading the one above.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import assert_never

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.handlers import filters
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.feedback import Feedback
from bot.handlers.messages import edit, post
from bot.handlers.removal import Removal
from bot.handlers.responder import Responder
from bot.handlers.throttle import Verdict
from bot.models import Answer
from bot.views import answers, callback_data, topics
from bot.views.answers import WHOLE, Form
from bot.views.reply import Reply

NOT_OURS = "This button is not mine, or too old."
TOO_MUCH = "You have asked a lot in a short time, so I pause for a while."
GONE = "That question is no longer here. These are the topics now."

PROMPT = 0.5
"""Seconds after which a press is answered whether its work is done or not; people press again after one."""

Asked = (
    callback_data.Show
    | callback_data.Replace
    | callback_data.NoneOfThese
    | callback_data.AllTopics
    | callback_data.Topics
    | callback_data.Topic
    | callback_data.Sources
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a press leads to: a reply, whether it takes the place of the message pressed, and a word on top."""

    reply: Reply
    in_place: bool = False
    notice: str | None = None
    entry: str = ""
    """The entry that the reply tells."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Answers presses."""

    responder: Responder
    feedback: Feedback
    removal: Removal
    settings: ChatSettingsHandler

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a press, whatever it is, and do what it asks for."""
        query = update.callback_query
        assert query is not None, "the handler takes only presses"
        meant = callback_data.unpack(query.data)
        match meant:
            case None:
                await answered(query, NOT_OURS)
            case callback_data.Rate():
                await _promptly(query, self.feedback.rate(query, meant))
            case callback_data.Share():
                await _promptly(query, self.feedback.share(query))
            case callback_data.Withdraw():
                await _promptly(query, self.feedback.withdraw(query, meant))
            case callback_data.Remove():
                await _promptly(query, self.removal.remove(query))
            case callback_data.ShowSettings():
                await _promptly(query, self.settings.shown(query, meant))
            case callback_data.Change():
                await _promptly(query, self.settings.change(query, meant))
            case _:
                await self._show(query, meant)

    async def _show(self, query: CallbackQuery, meant: Asked) -> None:
        if not await self._may_ask(query):
            await answered(query, TOO_MUCH)
            return
        if isinstance(meant, callback_data.NoneOfThese):
            await self.feedback.none_of_these(query)
        shown = self._shown(meant, await self._form(query))
        await answered(query, shown.notice)
        message = query.message
        if message is None:  # pressed under an inline message, which has no chat for us
            return
        if not isinstance(message, Message):  # too old for Telegram to tell us of it
            await query.get_bot().send_message(message.chat.id, shown.reply.text, reply_markup=shown.reply.keyboard)
        elif shown.in_place and await edit(query.get_bot(), message.chat_id, message.message_id, shown.reply):
            await self._now_tells(message, shown.entry)
        else:
            await self._record(query, await post(message, shown.reply), shown.entry)

    async def _may_ask(self, query: CallbackQuery) -> bool:
        chat = query.message.chat if query.message else None
        group = chat.id if chat is not None and chat.type != ChatType.PRIVATE else None
        return await self.responder.throttle.check(query.from_user.id, group) is Verdict.ALLOWED

    def _shown(self, meant: Asked, form: Form) -> Shown:
        faq = self.responder.assistant.faq
        match meant:
            case callback_data.Show(entry):
                return self._entry(entry, form, in_place=False)
            case callback_data.Replace(entry):
                return self._entry(entry, form, in_place=True)
            case callback_data.Sources(entry):
                chosen = faq.by_id.get(entry)
                return Shown(answers.sources(chosen, faq)) if chosen else self._gone(in_place=False)
            case callback_data.NoneOfThese():
                return Shown(answers.none_of_these(), in_place=True)
            case callback_data.AllTopics():
                return Shown(topics.topics(faq))
            case callback_data.Topics(page):
                return Shown(topics.topics(faq, page), in_place=True)
            case callback_data.Topic(topic, page):
                reply = topics.topic(faq, topic, page)
                return Shown(reply, in_place=True) if reply else self._gone(in_place=True)
            case _:
                assert_never(meant)

    def _entry(self, entry: str, form: Form, *, in_place: bool) -> Shown:
        faq = self.responder.assistant.faq
        chosen = faq.by_id.get(entry)
        if chosen is None:
            return self._gone(in_place=in_place)
        return Shown(answers.entry(chosen, faq, form), in_place, entry=entry)

    def _gone(self, *, in_place: bool) -> Shown:
        return Shown(topics.gone(self.responder.assistant.faq), in_place, GONE)

    async def _form(self, query: CallbackQuery) -> Form:
        return await self.responder.form(query.message.chat) if query.message else WHOLE

    async def _now_tells(self, message: Message, entry: str) -> None:
        kept = self.responder.store.answers
        row = await kept.of_message(message.chat_id, message.message_id)
        if row is not None:
            await kept.record(replace(row, entry=entry))

    async def _record(self, query: CallbackQuery, posted: Message, entry: str) -> None:
        """Keep who asked for an answer by a button, so that they can take it away. It is its own question."""
        if posted.chat.type == ChatType.PRIVATE or not entry:
            return
        kept, keys = self.responder.store.answers, self.responder.store.crypto
        settings = await self.responder.settings(posted.chat)
        now = int(kept.clock())
        await kept.record(
            Answer(
                posted.chat_id, posted.message_id, posted.message_id, filters.topic(posted), entry,
                keys.pseudonym(query.from_user.id), "", asked=True, at=now,
                remove_at=now + settings.remove_after if settings.remove_after else None,
            )
        )  # fmt: skip


async def _promptly(query: CallbackQuery, work: Coroutine[None, None, str | None]) -> None:
    """Do what a press asks for and tell the presser; if that takes long, its button stops turning meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=PROMPT)
        if not done:
            await answered(query)
        notice = await task
    finally:
        task.cancel()
    if done:
        await answered(query, notice)


async def answered(query: CallbackQuery, notice: str | None = None) -> None:
    """Answer a press, so that its button stops turning. One that is too old to be answered is none the worse."""
    try:
        await query.answer(notice)
    except BadRequest as refusal:
        log.info("a press could not be answered: %s", refusal.message)
