"""The private chat: whatever a person writes is a question."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from telegram import Update
from telegram.ext import ContextTypes

from bot import addressing, views
from bot.handlers.posting import post
from faq.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Private:
    """Answers in private chats."""

    assistant: Assistant
    _albums: deque[str] = field(default_factory=lambda: deque(maxlen=64))
    """The albums seen last: ten pictures sent at once are ten messages, and get one reply."""

    async def question(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.media_group_id:
            self._albums.append(message.media_group_id)
        outcome = self.assistant.ask(addressing.words(message))
        await post(message, views.answer(outcome, self.assistant.faq))

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ask; alone, it asks for the question."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        asked = addressing.after_command(message)
        reply = views.answer(self.assistant.ask(asked), self.assistant.faq) if asked else views.which_question()
        await post(message, reply)

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that pictures, voice messages and the like cannot be read."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.media_group_id in self._albums:
            return
        if message.media_group_id:
            self._albums.append(message.media_group_id)
        await post(message, views.not_text())
