"""The private chat, where every message is a question."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.messages import post
from bot.handlers.question import QuestionFinder
from bot.handlers.responder import Responder
from bot.handlers.updates import new_message
from bot.views import about


class Private:
    """Answers in private chats."""

    def __init__(self, responder: Responder, finder: QuestionFinder) -> None:
        self._responder, self._finder = responder, finder

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message or the text after /ask; ask for the question if there is none."""
        message = new_message(update)
        question = self._finder.find(message)
        if question.text:
            await self._responder.answer(question)
        else:
            await post(message, about.which_question())
