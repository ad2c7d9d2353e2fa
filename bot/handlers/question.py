"""Finds the question of a message: its own words, those that it points at, or both."""

from __future__ import annotations

from telegram import Message

from bot.handlers.message_text import pointed_at, question_text, quoted_message, quotes_bot
from bot.handlers.responder import Question
from faq.assistant import Answering


class QuestionFinder:
    """Finds questions."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant

    def find(self, message: Message) -> Question:
        """Return the question of a message that is addressed to the bot. Its text is empty if there is none.

        A message without words of its own asks for the one that it points at, so that one is answered.
        """
        if own := question_text(message):
            return Question(self._clearest(own, message), message, reply_to=message)
        return Question(pointed_at(message), message, reply_to=quoted_message(message) or message)

    def _clearest(self, own: str, message: Message) -> str:
        """Return the message's own words, preceded by those that it points at if that alone makes them clear."""
        pointed = "" if quotes_bot(message) else pointed_at(message)
        if not pointed or self._assistant.is_clear(own):
            return own
        both = f"{pointed}\n{own}"
        return both if self._assistant.is_clear(both) else own
