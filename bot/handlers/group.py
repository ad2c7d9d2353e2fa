"""Questions in groups: by command, mention or reply, and unprompted where the admins allow it."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.filters import FROM_PERSON, asks_bot
from bot.handlers.message_text import entities, text_without_mentions
from bot.handlers.messages import post
from bot.handlers.question import QuestionFinder
from bot.handlers.responder import Question, Responder
from bot.handlers.updates import new_message
from bot.metrics import Metrics
from bot.models import Silence
from bot.views import about


class Group:
    """Answers in groups."""

    def __init__(self, responder: Responder, finder: QuestionFinder, metrics: Metrics) -> None:
        self._responder, self._finder, self._metrics = responder, finder, metrics

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ask, a mention or a reply to the bot; ask for the question if there is none."""
        message = new_message(update)
        question = self._finder.find(message)
        if question.text:
            await self._responder.answer(question)
        elif await self._may_ask(message) and await self._responder.within_limits(message):
            await post(message, about.which_question())

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop any command but /ask that exceeds the group's limit."""
        if not await self._responder.within_limits(new_message(update)):
            raise ApplicationHandlerStop

    async def overheard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question that was not addressed to anyone, if the admins have enabled that."""
        message = new_message(update)
        settings = await self._responder.settings(message.chat)
        if settings.listen and not _is_addressed(message):
            question = Question(text_without_mentions(message), message, reply_to=message)
            await self._responder.answer_unprompted(question, settings)
        else:
            self._metrics.silent(Silence.NOT_ADDRESSED)

    async def ignored(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Count a message that no other handler takes."""
        self._metrics.silent(_reason(new_message(update)))

    async def _may_ask(self, message: Message) -> bool:
        return await self._responder.may_ask(message, await self._responder.settings(message.chat))


def _reason(message: Message) -> Silence:
    if not FROM_PERSON.filter(message):
        return Silence.NOT_A_PERSON
    return Silence.UNREADABLE if asks_bot(message) else Silence.NOT_ADDRESSED


def _is_addressed(message: Message) -> bool:
    """Return whether a message replies to or mentions another user."""
    quoted = message.reply_to_message
    if quoted is not None and not quoted.forum_topic_created:
        return True
    return any(entity.type in {MessageEntity.MENTION, MessageEntity.TEXT_MENTION} for entity in entities(message))
