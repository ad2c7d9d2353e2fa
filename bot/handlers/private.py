"""The private chat, where every message is a question."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.message_text import question_text
from bot.handlers.messages import post
from bot.handlers.responder import Question, Responder
from bot.handlers.updates import new_message
from bot.views import about


class Private:
    """Answers in private chats."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message or the text after /ask; ask for the question if there is no text."""
        message = new_message(update)
        if text := question_text(message):
            await self._responder.answer(Question(text, message, reply_to=message))
        else:
            await post(message, about.which_question())
