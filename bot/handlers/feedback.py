"""Votes on answers, and questions shared with the curators.

A shared question is read from the message that its answer quotes when the button is pressed; it is not stored before.
"""

from __future__ import annotations

from collections import OrderedDict

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.handlers.message_text import question_text
from bot.handlers.messages import edit, post
from bot.models import Vote
from bot.store.store import Store
from bot.views import callback_data, feedback
from faq.models import Faq

_MAX_SHARED = 1000


class Feedback:
    """Stores votes and shared questions.

    Args:
        faq: the entries that can be voted on.
        store: the database.
        shared_ids: the ids of shared questions by chat and message of the answer pressed, so that a second press does
            not share it again. In memory only, because a stored question must not lead to a chat.

    """

    def __init__(self, faq: Faq, store: Store, shared_ids: OrderedDict[tuple[int, int], str]) -> None:
        self._faq, self._crypto, self._votes, self._shared = faq, store.crypto, store.votes, store.shared
        self._shared_ids = shared_ids

    async def rate(self, query: CallbackQuery, data: callback_data.Rate) -> str | None:
        """Store the user's vote on the answer; return the notice on the press."""
        message = _message_key(query)
        if message is None or (data.entry and data.entry not in self._faq.by_id):
            return feedback.GONE
        vote = Vote.HELPFUL if data.helpful else Vote.UNHELPFUL
        if not await self._vote(query, message, data.entry, vote):
            return feedback.NOTED
        return feedback.HELPFUL if data.helpful else feedback.UNHELPFUL

    async def none_of_these(self, query: CallbackQuery) -> None:
        """Store a vote against each entry that the message suggests."""
        message = _message_key(query)
        if message is not None:
            for entry in _suggestions(query):
                if entry in self._faq.by_id:
                    await self._vote(query, f"{message}:{entry}", entry, Vote.NONE_OF_THESE)

    async def share(self, query: CallbackQuery) -> str | None:
        """Share the question that the answer quotes; return the notice on the press."""
        answer = query.message if isinstance(query.message, Message) else None
        question = answer.reply_to_message if answer is not None else None
        text = question_text(question) if question is not None else ""
        if answer is None or question is None or not text:
            return feedback.ASK_AGAIN
        if not _is_author(query, question):
            return feedback.NOT_YOURS
        if (answer.chat_id, answer.message_id) in self._shared_ids:
            return feedback.SHARED_BEFORE
        await self._share(text, answer, question)
        return feedback.SHARED

    async def withdraw(self, query: CallbackQuery, data: callback_data.Withdraw) -> str | None:
        """Delete a shared question; return the notice on the press."""
        message = query.message
        question = message.reply_to_message if isinstance(message, Message) else None
        if question is not None and not _is_author(query, question):
            return feedback.NOT_YOURS
        if not await self._shared.withdraw(data.shared):
            return feedback.WITHDRAWN_BEFORE
        for answer in [answer for answer, id_ in self._shared_ids.items() if id_ == data.shared]:
            del self._shared_ids[answer]
        if message is not None:
            await edit(query.get_bot(), message.chat.id, message.message_id, feedback.withdrawn())
        return feedback.WITHDRAWN

    async def _share(self, text: str, answer: Message, question: Message) -> None:
        """Store a question and post the button that withdraws it; without that button, it is not stored."""
        id_ = await self._shared.add(text)
        try:
            await post(answer, feedback.shared(id_), to=question.message_id)
        except BaseException:
            await self._shared.withdraw(id_)
            raise
        self._shared_ids[answer.chat_id, answer.message_id] = id_
        while len(self._shared_ids) > _MAX_SHARED:
            self._shared_ids.popitem(last=False)

    async def _vote(self, query: CallbackQuery, subject: str, entry: str, vote: Vote) -> bool:
        voter = self._crypto.pseudonym(query.from_user.id)
        return await self._votes.cast(voter, self._crypto.digest(subject), entry, vote)


def _message_key(query: CallbackQuery) -> str | None:
    """Return a name of the message pressed; None for a press without one."""
    if query.message is not None:
        return f"{query.message.chat.id}:{query.message.message_id}"
    return query.inline_message_id


def _suggestions(query: CallbackQuery) -> tuple[str, ...]:
    keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    buttons = [button for row in rows for button in row if button.callback_data]
    unpacked = [callback_data.unpack(str(button.callback_data)) for button in buttons]
    return tuple(data.entry for data in unpacked if isinstance(data, callback_data.Replace))


def _is_author(query: CallbackQuery, question: Message) -> bool:
    """Return whether the user wrote a message in their own name. A private chat has no other authors."""
    if question.chat.type == ChatType.PRIVATE:
        return True
    author = question.from_user
    return question.sender_chat is None and author is not None and author.id == query.from_user.id
