"""Records which message answers which question, so that edits, repeats and removals find it. No text is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.handlers.author import author_id
from bot.handlers.message_text import forum_topic_id, own_text
from bot.log import describe
from bot.models import NO_MESSAGE, Answer
from bot.store.answer_log import AnswerLog
from bot.store.crypto import Crypto

PATIENCE = 0.5
"""Seconds that an emergency waits for the database."""

log = logging.getLogger(__name__)


class AnswerRecorder:
    """Claims questions and records their answers, under pseudonyms."""

    def __init__(self, answers: AnswerLog, crypto: Crypto) -> None:
        self._answers, self._crypto = answers, crypto

    def digest(self, message: Message) -> str:
        """Return a keyed digest of the text, which shows whether an edit changed it."""
        return self._crypto.digest(own_text(message))

    async def claim(self, message: Message, *, fail_open: bool) -> bool:
        """Return whether no other delivery of this message is being answered or was.

        Args:
            message: the question.
            fail_open: claim it even if the database fails or is slow, because it may be an emergency: twice is better
                than never.

        """
        try:
            async with asyncio.timeout(PATIENCE if fail_open else None):
                return await self._answers.claim(
                    message.chat_id, message.message_id, self._asker(message), self.digest(message)
                )
        except (SQLAlchemyError, TimeoutError) as fault:
            if not fail_open:
                raise
            log.error("the claim to a question could not be stored: %s", describe(fault))
            return True

    async def release(self, message: Message) -> None:
        """Give up the claim to a question."""
        await self._answers.release(message.chat_id, message.message_id)

    async def was_answered(self, message: Message) -> bool:
        """Return whether a message, if it is unchanged, was answered; False if that is unknown."""
        try:
            async with asyncio.timeout(PATIENCE):
                row = await self.answer_to(message)
        except (SQLAlchemyError, TimeoutError) as fault:  # twice is better than never
            log.error("earlier answers could not be read: %s", describe(fault))
            return False
        return row is not None and row.message_id is not None and row.digest == self.digest(message)

    async def answer_to(self, question: Message) -> Answer | None:
        """Return the answer or claim to a question."""
        return await self._answers.of_question(question.chat_id, question.message_id)

    async def answer_in(self, message: Message) -> Answer | None:
        """Return the answer that one of the bot's messages holds."""
        return await self._answers.of_message(message.chat_id, message.message_id)

    async def last_told(self, message: Message) -> Answer | None:
        """Return what the author of a message was told or offered last in its chat and thread, within `CONTEXT`."""
        return await self._answers.last_told(
            message.chat_id, forum_topic_id(message), self._asker(message), but_for=message.message_id
        )

    async def told_before(self, message: Message) -> Answer | None:
        """Return what the author of a message had been told or offered last when it was sent."""
        return await self._answers.told_before(
            message.chat_id, forum_topic_id(message), self._asker(message), message.message_id, message.date.timestamp()
        )

    async def record(
        self, question: Message, posted: Message, target: str, *, asked: bool = True, remove_after: int = 0
    ) -> None:
        """Store an answer, to be removed after so many seconds (0: never)."""
        # A group that was migrated meanwhile numbers its messages anew; there, the answer stands for its question.
        question_id = question.message_id if posted.chat_id == question.chat_id else posted.message_id
        asker, digest = self._asker(question), self.digest(question)
        answer = self._answer(posted.chat_id, question_id, posted.message_id, asker, digest, remove_after)
        await self._store(replace(answer, thread_id=forum_topic_id(question), entry=target, asked=asked))

    async def record_guest_answer(self, question: Message) -> None:
        """Store that a guest question is answered. Without its entry: a later answer cannot link to it."""
        asker, digest = self._asker(question), self.digest(question)
        await self._store(self._answer(question.chat_id, question.message_id, NO_MESSAGE, asker, digest))

    async def record_press(
        self, user_id: int, posted: Message, entry: str, remove_after: int, part_of: int | None = None
    ) -> None:
        """Store a message requested by a button, which the user may remove. It counts as its own question."""
        asker = self._crypto.pseudonym(user_id)
        answer = self._answer(posted.chat_id, posted.message_id, posted.message_id, asker, "", remove_after)
        await self._answers.record(replace(answer, thread_id=forum_topic_id(posted), entry=entry, part_of=part_of))

    async def replace_entry(self, answer: Message, entry: str) -> None:
        """Store that an answer was replaced by another entry just now."""
        row = await self._answers.of_message(answer.chat_id, answer.message_id)
        if row is not None:
            await self._answers.record(replace(row, entry=entry, at=int(self._answers.clock())))

    async def update(self, row: Answer) -> None:
        """Store an edited answer. Raises SQLAlchemyError."""
        await self._answers.record(row)

    async def delete(self, row: Answer) -> None:
        """Delete the record of an answer whose message is gone."""
        if row.message_id is not None:
            await self._answers.removed(row.chat_id, row.message_id)

    def _asker(self, message: Message) -> str:
        return self._crypto.pseudonym(author_id(message))

    def _answer(
        self, chat_id: int, question_id: int, message_id: int, asker: str, digest: str, remove_after: int = 0
    ) -> Answer:
        now = int(self._answers.clock())
        remove_at = now + remove_after if remove_after else None
        return Answer(chat_id, question_id, message_id, None, "", asker, digest, True, now, remove_at)

    async def _store(self, answer: Answer) -> None:
        try:
            await self._answers.record(answer)
        except SQLAlchemyError as fault:  # the answer is posted: a retry would post it twice
            log.error("an answer could not be stored: %s", describe(fault))
