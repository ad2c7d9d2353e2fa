"""The private chat, where every message is a question."""

from __future__ import annotations

from collections import deque

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.handlers.message_text import question_text
from bot.handlers.messages import post
from bot.handlers.responder import Question, Responder
from bot.handlers.updates import new_message
from bot.views import about
from faq.words import Words


class Private:
    """Answers in private chats.

    Args:
        responder: answers the questions.
        albums: the latest media groups: ten pictures sent at once are ten messages, and get one reply.

    """

    def __init__(self, responder: Responder, words: Words, albums: deque[str]) -> None:
        self._responder, self._words, self._albums = responder, words, albums

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message or the text after /ask; ask for the question if there is no text."""
        message = new_message(update)
        if message.media_group_id:
            self._albums.append(message.media_group_id)
        if text := question_text(message):
            await self._responder.answer(Question(text, message, reply_to=message))
        else:
            await post(message, about.which_question())

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that pictures, voice messages and the like cannot be read, and what to do in an emergency."""
        message = new_message(update)
        if message.media_group_id in self._albums:
            return
        if message.media_group_id:
            self._albums.append(message.media_group_id)
        await post(message, about.not_text(self._words, file=_is_file(message)))


def _is_file(message: Message) -> bool:
    """Return whether a message may show a lab report."""
    return bool(message.photo or message.document or message.video or message.animation)
