"""Groups: answers whoever asks the bot outright, by command, mention or reply, and, where admins want it, what
nobody asked the bot.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers import filters
from bot.handlers.messages import post
from bot.handlers.responder import Question, Responder
from bot.views import about


@dataclass(frozen=True, slots=True)
class Group:
    """Answers in groups."""

    responder: Responder

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ask, a mention, or a reply to one of the bot's messages: what it says, or what it replies to."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        asked, other = filters.asked(message), filters.quoted(message)
        if asked:
            await self.responder.answer(Question(asked, message, reply_to=message))
        elif other is not None:
            await self.responder.answer(Question(filters.words(other), message, reply_to=other))
        elif await self.responder.has_turn(message):
            await post(message, about.which_question())

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let a command other than /ask pass if it is the group's turn: its answer counts as any other."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if not await self.responder.has_turn(message):
            raise ApplicationHandlerStop

    async def overheard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a sure question that was put to nobody, if the admins have switched that on."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        settings = await self.responder.settings(message.chat)
        if settings.listen and not _is_for_somebody(message):
            await self.responder.answer_unprompted(
                Question(filters.words(message), message, reply_to=message), settings
            )


def _is_for_somebody(message: Message) -> bool:
    """Whether a message is part of people's talk with each other."""
    other = message.reply_to_message
    if other is not None and not other.forum_topic_created:
        return True
    named = {MessageEntity.MENTION, MessageEntity.TEXT_MENTION}
    return any(entity.type in named for entity in (*message.entities, *message.caption_entities))
