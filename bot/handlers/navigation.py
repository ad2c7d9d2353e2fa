"""Buttons that show entries, sources, topics and helplines.

Lists turn their pages in place, and suggestions become the answer; in a group only for the user who asked and for
admins, while others get the answer in a message of its own and the suggestions stay.
An answer is never replaced: a related question gets a message of its own, because others in a group are still reading
the one above.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import assert_never

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.locale import country
from bot.handlers.message_text import question_text
from bot.handlers.messages import answer_press, edit, post
from bot.handlers.permissions import owns_message
from bot.handlers.responder import Responder
from bot.models import TAKEN, Count
from bot.sending.rate_limiter import high_priority
from bot.store.store import Store
from bot.store.tally import Tally
from bot.views import answers, callback_data, helplines, topics
from bot.views.answers import IN_PRIVATE, Form
from bot.views.reply import Reply
from faq.context import target_with_offers
from faq.models import Faq, UrgentReply

COUNTRY_GONE = "I no longer have numbers of that country. In an emergency, call your local emergency number."
NOT_YOURS = "These are for whoever asked. Choose one, and I show it to you in a message of its own."
ASK_AGAIN = "I can no longer see the question. Please ask it again."
GONE = "That question is no longer here. These are the topics now."

Target = (
    callback_data.Show
    | callback_data.Replace
    | callback_data.AllTopics
    | callback_data.Topics
    | callback_data.Topic
    | callback_data.Sources
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a press shows.

    Attributes:
        in_place: whether it replaces the message pressed.
        notice: the notice on the press.
        entry: the entry that it answers with.
        is_part: whether it belongs to the message pressed, and goes when that goes.

    """

    reply: Reply
    in_place: bool = False
    notice: str | None = None
    entry: str = ""
    is_part: bool = False


class Navigation:
    """Shows pages."""

    def __init__(self, faq: Faq, store: Store, responder: Responder, recorder: AnswerRecorder, tally: Tally) -> None:
        self._faq, self._store, self._responder, self._recorder = faq, store, responder, recorder
        self._tally = tally

    async def show_urgent(self, query: CallbackQuery, target: callback_data.Urgent) -> None:
        """Answer the press on a button of an urgent reply. The database is not asked: it may be down."""
        page, bot, message = self._urgent_page(target), query.get_bot(), query.message
        await answer_press(query, page.notice)
        if message is None:
            return
        with high_priority():
            if not isinstance(message, Message):
                await bot.send_message(message.chat.id, page.reply.text, reply_markup=page.reply.keyboard)
            elif not (page.in_place and await edit(bot, message.chat_id, message.message_id, page.reply)):
                await post(message, page.reply)

    async def show(self, query: CallbackQuery, target: Target) -> None:
        """Answer the press and show its target."""
        form = await self._responder.form(query.message.chat) if query.message else IN_PRIVATE
        page = self._page(target, form)
        await answer_press(query, page.notice)
        if isinstance(target, callback_data.Replace):
            if await self.owns(query):
                self._tally.add(Count.OFFER, TAKEN)
            else:
                page = replace(page, in_place=False)
        if page.entry:
            self._tally.add(Count.ANSWER, page.entry)
        await self._display(query, page)

    async def owns(self, query: CallbackQuery) -> bool:
        """Return whether the suggestions pressed may be replaced by this user."""
        return await owns_message(query, self._store)

    async def put_away(self, query: CallbackQuery) -> None:
        """Replace the suggestions, none of which was meant."""
        await self._display(query, Page(answers.none_of_these(), in_place=True))

    async def ask_afresh(self, query: CallbackQuery) -> str | None:
        """Answer a question as if nothing was said before; return a notice if it can no longer be seen."""
        question = query.message.reply_to_message if isinstance(query.message, Message) else None
        text = question_text(question) if question else ""
        if question is None or not text:
            return ASK_AGAIN
        outcome = await asyncio.to_thread(self._responder.ask_alone, text)
        form, numbers = await self._responder.form(question.chat), country(question, self._faq)
        reply = answers.answer(outcome, self._faq, form, numbers)
        await self._display(query, Page(reply, await self.owns(query), entry=target_with_offers(outcome)))
        return None

    async def _display(self, query: CallbackQuery, page: Page) -> None:
        message, bot = query.message, query.get_bot()
        if message is None:  # pressed under an inline message, of which the bot does not know the chat
            return
        if not isinstance(message, Message):  # too old: Telegram sends only its id
            await bot.send_message(message.chat.id, page.reply.text, reply_markup=page.reply.keyboard)
        elif page.in_place and await edit(bot, message.chat_id, message.message_id, page.reply):
            await self._recorder.replace_entry(message, page.entry)
        else:
            await self._record(query, message, await post(message, page.reply), page)

    def _page(self, target: Target, form: Form) -> Page:
        match target:
            case callback_data.Show(entry):
                return self._entry(entry, form, in_place=False)
            case callback_data.Replace(entry):
                return self._entry(entry, form, in_place=True)
            case callback_data.Sources(entry):
                chosen = self._faq.by_id.get(entry)
                if chosen is None:
                    return self._gone(in_place=False)
                return Page(answers.sources(chosen, self._faq, form), is_part=True)
            case callback_data.AllTopics():
                return Page(topics.topics(self._faq))
            case callback_data.Topics(page):
                return Page(topics.topics(self._faq, page), in_place=True)
            case callback_data.Topic(topic, page):
                reply = topics.topic(self._faq, topic, page)
                return Page(reply, in_place=True) if reply else self._gone(in_place=True)
            case _:
                assert_never(target)

    def _urgent_page(self, target: callback_data.Urgent) -> Page:
        lines = self._faq.helplines
        match target:
            case callback_data.UrgentSources(reply):
                shown = self._urgent_reply(reply)
                return Page(helplines.sources(shown)) if shown else self._gone(in_place=False)
            case callback_data.AnotherCountry(reply):
                return Page(helplines.countries(reply, lines))
            case callback_data.Countries(reply, page):
                return Page(helplines.countries(reply, lines, page), in_place=True)
            case callback_data.CountryNumbers(reply, code):
                country = lines.by_code(code)
                if country is None:
                    return Page(helplines.countries(reply, lines), in_place=True, notice=COUNTRY_GONE)
                return Page(helplines.numbers(reply, self._urgent_reply(reply), country, lines), in_place=True)
            case _:
                assert_never(target)

    def _urgent_reply(self, id_: str) -> UrgentReply | None:
        return next((reply for reply in self._faq.urgent_replies if reply.id == id_), None)

    def _entry(self, entry: str, form: Form, *, in_place: bool) -> Page:
        chosen = self._faq.by_id.get(entry)
        if chosen is None:
            return self._gone(in_place=in_place)
        return Page(answers.entry(chosen, self._faq, form), in_place, entry=entry)

    def _gone(self, *, in_place: bool) -> Page:
        return Page(topics.gone(self._faq), in_place, GONE)

    async def _record(self, query: CallbackQuery, under: Message, posted: Message, page: Page) -> None:
        if page.entry or (page.is_part and posted.chat.type != ChatType.PRIVATE):
            settings = await self._responder.settings(posted.chat)
            # A group that was migrated meanwhile numbers its messages anew.
            part_of = under.message_id if page.is_part and posted.chat_id == under.chat_id else None
            await self._recorder.record_press(query.from_user.id, posted, page.entry, settings.remove_after, part_of)
