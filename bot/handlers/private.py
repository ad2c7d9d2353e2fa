"""The private chat: whatever a person writes is a question."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers import filters
from bot.handlers.messages import post
from bot.handlers.responder import Question, Responder
from bot.views import about


@dataclass(frozen=True, slots=True)
class Private:
    """Answers in private chats."""

    responder: Responder
    albums: deque[str]
    """The albums seen last: ten pictures sent at once are ten messages, and get one reply."""

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, or what follows /ask; the bare command asks for the question."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.media_group_id:
            self.albums.append(message.media_group_id)
        if asked := filters.asked(message):
            await self.responder.answer(Question(asked, message, reply_to=message))
        else:
            await post(message, about.which_question())

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that pictures, voice messages and the like cannot be read."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.media_group_id in self.albums:
            return
        if message.media_group_id:
            self.albums.append(message.media_group_id)
        await post(message, about.not_text())
