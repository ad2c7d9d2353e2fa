"""Presses of buttons. A list turns its pages in place, and "did you mean" gives way to the answer it asked for.

An answer is never edited away: a related question, or one chosen from a list, is a message of its own, since
in a group others are still reading the one above.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import assert_never

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import press, views
from bot.handlers.posting import post
from bot.views import Reply
from faq.entry import Faq

NOT_OURS = "This button is not mine, or too old."
GONE = "That question is no longer here. These are the topics now."
_SAME = "message is not modified"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a press leads to: a reply, whether it takes the place of the message pressed, and a word on top."""

    reply: Reply
    in_place: bool = False
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """Answers presses."""

    faq: Faq

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a press, whatever it is; then show what it leads to."""
        query = update.callback_query
        assert query is not None, "the handler takes only presses"
        meant = press.parse(query.data)
        if meant is None:
            await answered(query, NOT_OURS)
            return
        shown = self._shown(meant)
        await answered(query, shown.notice)
        await _show(query, shown)

    def _shown(self, meant: press.Press) -> Shown:
        match meant:
            case press.Show(entry):
                return self._entry(entry, in_place=False)
            case press.Replace(entry):
                return self._entry(entry, in_place=True)
            case press.NoneOfThese():
                return Shown(views.none_of_these(), in_place=True)
            case press.AllTopics():
                return Shown(views.topics(self.faq))
            case press.Topics(page):
                return Shown(views.topics(self.faq, page), in_place=True)
            case press.Topic(topic, page):
                reply = views.topic(self.faq, topic, page)
                return Shown(reply, in_place=True) if reply else self._gone(in_place=True)
            case _:
                assert_never(meant)

    def _entry(self, entry: str, *, in_place: bool) -> Shown:
        chosen = self.faq.by_id.get(entry)
        return Shown(views.entry(chosen, self.faq), in_place) if chosen else self._gone(in_place=in_place)

    def _gone(self, *, in_place: bool) -> Shown:
        return Shown(views.gone(self.faq), in_place, GONE)


async def answered(query: CallbackQuery, notice: str | None = None) -> None:
    """Answer a press, so that its button stops turning. One that is too old to be answered is none the worse."""
    try:
        await query.answer(notice)
    except BadRequest as refusal:
        log.info("a press could not be answered: %s", refusal.message)


async def _show(query: CallbackQuery, shown: Shown) -> None:
    message, reply = query.message, shown.reply
    if message is None:  # pressed under an inline message, which has no chat for us
        return
    if not isinstance(message, Message):  # too old for Telegram to tell us of it
        await query.get_bot().send_message(message.chat.id, reply.text, reply_markup=reply.keyboard)
    elif not (shown.in_place and await _edited(message, reply)):
        await post(message, reply)


async def _edited(message: Message, reply: Reply) -> bool:
    """Put a reply in a message's place; False if the message cannot be edited any more."""
    keyboard = reply.keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else None
    try:
        await message.edit_text(reply.text, reply_markup=keyboard)
    except BadRequest as refusal:
        # Pressed twice in a row: Telegram tells it by these words alone.
        return _SAME in refusal.message.casefold()
    return True
