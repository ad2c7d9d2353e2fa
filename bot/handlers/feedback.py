"""What people tell of answers: whether they helped, and the questions they share with the curators.

A question is read from the message that its answer quotes, at the press that shares it, so none is kept until then.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.handlers import filters
from bot.handlers.messages import edit, post
from bot.models import Vote
from bot.store.store import Store
from bot.views import callback_data, feedback
from faq.models import Faq

_LATELY = 1000
"""Shared questions of which it is known by which press they were shared."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Takes votes and shared questions."""

    faq: Faq
    store: Store
    state: OrderedDict[tuple[int, int], str]
    """The ids of shared questions by the answers pressed, so that a second press shares nothing twice.

    In memory alone: what is kept of a shared question leads to no chat.
    """

    async def rate(self, query: CallbackQuery, meant: callback_data.Rate) -> str | None:
        """Take the presser's vote about the answer above; return what they are told."""
        place = _place(query)
        if place is None or (meant.entry and meant.entry not in self.faq.by_id):
            return feedback.GONE
        vote = Vote.HELPFUL if meant.helpful else Vote.UNHELPFUL
        if not await self._cast(query, place, meant.entry, vote):
            return feedback.NOTED
        return feedback.HELPFUL if meant.helpful else feedback.UNHELPFUL

    async def none_of_these(self, query: CallbackQuery) -> None:
        """Note for each suggestion above that the presser did not mean it."""
        place = _place(query)
        if place is not None:
            for entry in _suggested(query):
                if entry in self.faq.by_id:
                    await self._cast(query, f"{place}:{entry}", entry, Vote.NONE_OF_THESE)

    async def share(self, query: CallbackQuery) -> str | None:
        """Let the curators read the question that the answer above quotes; return what the presser is told."""
        answer = query.message if isinstance(query.message, Message) else None
        question = answer.reply_to_message if answer is not None else None
        text = filters.asked(question) if question is not None else ""
        if answer is None or question is None or not text:
            return feedback.ASK_AGAIN
        if not _wrote(query, question):
            return feedback.NOT_YOURS
        if (answer.chat_id, answer.message_id) in self.state:
            return feedback.SHARED_BEFORE
        await self._share(text, answer, question)
        return feedback.SHARED

    async def withdraw(self, query: CallbackQuery, meant: callback_data.Withdraw) -> str | None:
        """Delete a shared question; return what the presser is told."""
        message = query.message
        question = message.reply_to_message if isinstance(message, Message) else None
        if question is not None and not _wrote(query, question):
            return feedback.NOT_YOURS
        if not await self.store.shared.withdraw(meant.shared):
            return feedback.WITHDRAWN_BEFORE
        for place in [place for place, id_ in self.state.items() if id_ == meant.shared]:
            del self.state[place]
        if message is not None:
            await edit(query.get_bot(), message.chat.id, message.message_id, feedback.withdrawn())
        return feedback.WITHDRAWN

    async def _share(self, text: str, answer: Message, question: Message) -> None:
        """Keep a question and post the button that takes it back. Without that button it is not kept."""
        id_ = await self.store.shared.add(text)
        try:
            await post(answer, feedback.shared(id_), to=question.message_id)
        except BaseException:
            await self.store.shared.withdraw(id_)
            raise
        self.state[answer.chat_id, answer.message_id] = id_
        while len(self.state) > _LATELY:
            self.state.popitem(last=False)

    async def _cast(self, query: CallbackQuery, place: str, entry: str, vote: Vote) -> bool:
        keys = self.store.crypto
        return await self.store.votes.cast(keys.pseudonym(query.from_user.id), keys.digest(place), entry, vote)


def _place(query: CallbackQuery) -> str | None:
    """What names the message pressed; None for a press that names none."""
    if query.message is not None:
        return f"{query.message.chat.id}:{query.message.message_id}"
    return query.inline_message_id


def _suggested(query: CallbackQuery) -> tuple[str, ...]:
    """The entries that the buttons of the message pressed suggest."""
    keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    presses = [
        callback_data.unpack(str(button.callback_data)) for row in rows for button in row if button.callback_data
    ]
    return tuple(meant.entry for meant in presses if isinstance(meant, callback_data.Replace))


def _wrote(query: CallbackQuery, question: Message) -> bool:
    """Whether the presser wrote a message as themselves. In private nobody else can have."""
    if question.chat.type == ChatType.PRIVATE:
        return True
    author = question.from_user
    return question.sender_chat is None and author is not None and author.id == query.from_user.id
