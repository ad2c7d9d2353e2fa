"""Votes on answers, and questions shared with the curators.

Sharing takes two presses. The first shows the question as the curators would read it, in a message that quotes it; the
second stores it. Each reads the question from the quoted message, so it is not stored before, and a restart between
the two changes nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.handlers.author import author_id
from bot.handlers.message_text import question_text
from bot.handlers.messages import edit, post
from bot.handlers.state import HandlerState
from bot.models import REFUSED, Count, Vote
from bot.store.redaction import redact
from bot.store.store import Store
from bot.views import callback_data, feedback
from faq.models import Faq

_MAX_SHARED = 1000


@dataclass(frozen=True, slots=True)
class _Shareable:
    """A question that the user who pressed may share.

    Attributes:
        pressed: the message with the button, which quotes the question.
        question: the question.
        redacted: its text as the curators would read it.

    """

    pressed: Message
    question: Message
    redacted: str

    @property
    def key(self) -> tuple[int, int]:
        return self.question.chat_id, self.question.message_id


class Feedback:
    """Stores votes and shared questions.

    Args:
        faq: the entries that can be voted on.
        store: the database.
        state: has the ids of shared questions by chat and message of the question, so that it is not shared twice. In
            memory only, because a stored question must not lead to a chat.

    """

    def __init__(self, faq: Faq, store: Store, state: HandlerState) -> None:
        self._faq, self._crypto, self._votes, self._shared = faq, store.crypto, store.votes, store.shared
        self._shared_ids, self._tally = state.shared_questions, state.metrics.tally

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
            known = [entry for entry in _suggestions(query) if entry in self._faq.by_id]
            if any([await self._vote(query, f"{message}:{entry}", entry, Vote.NONE_OF_THESE) for entry in known]):
                self._tally.add(Count.OFFER, REFUSED)

    async def share(self, query: CallbackQuery) -> str | None:
        """Show the question as the curators would read it; return a notice if it cannot be shared."""
        shareable = await self._shareable(query)
        if not isinstance(shareable, _Shareable):
            return shareable
        await post(shareable.pressed, feedback.preview(shareable.redacted), to=shareable.question.message_id)
        return None

    async def confirm(self, query: CallbackQuery) -> str:
        """Share the question that the preview quotes; return the notice on the press."""
        shareable = await self._shareable(query)
        if not isinstance(shareable, _Shareable):
            return shareable
        await self._share(shareable, query.from_user.id)
        return feedback.SHARED

    async def keep_private(self, query: CallbackQuery) -> str | None:
        """Replace the preview of a question that is not shared; return the notice on the press."""
        message, question = query.message, _question(query)
        if question is not None and not _is_author(query, question):
            return feedback.NOT_YOURS
        if message is not None:
            await edit(query.get_bot(), message.chat.id, message.message_id, feedback.kept_private())
        return feedback.KEPT_PRIVATE

    async def withdraw(self, query: CallbackQuery, data: callback_data.Withdraw) -> str | None:
        """Delete a shared question; return the notice on the press."""
        message = query.message
        if not self._is_sharer(query, data):
            return feedback.NOT_YOURS
        if not await self._shared.withdraw(data.shared):
            return feedback.WITHDRAWN_BEFORE
        for key in [key for key, id_ in self._shared_ids.items() if id_ == data.shared]:
            del self._shared_ids[key]
        if message is not None:
            await edit(query.get_bot(), message.chat.id, message.message_id, feedback.withdrawn())
        return feedback.WITHDRAWN

    async def _shareable(self, query: CallbackQuery) -> _Shareable | str:
        """Return the redacted question, or the notice that says why it cannot be shared."""
        pressed, question = query.message, _question(query)
        text = question_text(question) if question is not None else ""
        if not isinstance(pressed, Message) or question is None or not text:
            return feedback.ASK_AGAIN
        if not _is_author(query, question):
            return feedback.NOT_YOURS
        # A thread, because a text can be made to take a few dozen milliseconds.
        shareable = _Shareable(pressed, question, await asyncio.to_thread(redact, text))
        if shareable.key in self._shared_ids:
            return feedback.SHARED_BEFORE
        return shareable if shareable.redacted else feedback.NOTHING_LEFT

    async def _share(self, shareable: _Shareable, user_id: int) -> None:
        """Store a question and show the button that withdraws it; without that button, it is not stored."""
        preview = shareable.pressed
        id_ = await self._shared.add(shareable.redacted, self._crypto.asker(user_id))
        try:
            confirmation = feedback.shared(id_, self._sharer(id_, user_id), shareable.redacted)
            if not await edit(preview.get_bot(), preview.chat_id, preview.message_id, confirmation):
                await post(preview, confirmation, to=shareable.question.message_id)
        except BaseException:
            await self._shared.withdraw(id_)
            raise
        self._tally.add(Count.SHARE)
        self._shared_ids[shareable.key] = id_
        while len(self._shared_ids) > _MAX_SHARED:
            self._shared_ids.popitem(last=False)

    def _is_sharer(self, query: CallbackQuery, data: callback_data.Withdraw) -> bool:
        """Return whether the user shared the question, which may be deleted. A private chat has no other users."""
        if query.message is not None and query.message.chat.type == ChatType.PRIVATE:
            return True
        if data.sharer:
            return data.sharer == self._sharer(data.shared, query.from_user.id)
        question = _question(query)
        return question is not None and _is_author(query, question)

    def _sharer(self, id_: str, user_id: int) -> str:
        """Return a pseudonym of the user who shared a question, for this question only, so that it links no two."""
        return self._crypto.digest(f"{id_} {user_id}")

    async def _vote(self, query: CallbackQuery, subject: str, entry: str, vote: Vote) -> bool:
        voter = self._crypto.pseudonym(query.from_user.id)
        changed = await self._votes.cast(voter, self._crypto.digest(subject), entry, vote)
        if changed:
            self._tally.add(Count(vote), entry)
        return changed


def _message_key(query: CallbackQuery) -> str | None:
    """Return a name of the message pressed; None for a press without one."""
    if query.message is not None:
        return f"{query.message.chat.id}:{query.message.message_id}"
    return query.inline_message_id


def _question(query: CallbackQuery) -> Message | None:
    """Return the question that the message pressed quotes, if Telegram still shows it."""
    return query.message.reply_to_message if isinstance(query.message, Message) else None


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
    return author_id(question) == query.from_user.id
