"""Guest questions: a user calls the bot into a chat where it is not a member. One answer each, through the query.

The bot may not write to the chat, so errors are answered through the query too. If the bot is a member after all, the
same question also comes as a message; the handler that claims it first answers.
"""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import InlineQueryResultArticle, Message, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.author import author_id
from bot.handlers.locale import country
from bot.handlers.messages import is_too_old
from bot.handlers.question import QuestionFinder
from bot.handlers.red_flags import quoted_emergency
from bot.handlers.throttle import Throttle, Verdict
from bot.handlers.updates import guest_message
from bot.log import describe
from bot.metrics import Metrics
from bot.models import Silence
from bot.views import inline
from faq.assistant import Answering
from faq.outcome import Outcome, Urgent

log = logging.getLogger(__name__)


class Guest:
    """Answers guest questions."""

    def __init__(
        self, assistant: Answering, recorder: AnswerRecorder, throttle: Throttle, version: str, metrics: Metrics
    ) -> None:
        self._assistant, self._recorder, self._throttle, self._version = assistant, recorder, throttle, version
        self._finder = QuestionFinder(assistant)
        self._metrics = metrics

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a guest question once. If the answer cannot be sent, release the question."""
        message = guest_message(update)
        if message.guest_query_id is None or not await self._recorder.claim(message, fail_open=True):
            return
        sent = False
        try:
            article = await self._article(message, context.bot.username, update.update_id)
            sent = article is not None and await self._send(message, article, update.update_id)
        finally:
            await self._close(message, sent=sent)

    async def _article(self, message: Message, username: str, update_id: int) -> InlineQueryResultArticle | None:
        """Return the answer; None for silence."""
        try:
            return await self._answer(message, username)
        except Exception as fault:  # the error handler cannot apologise: it would write to the chat
            log.error("update %d: %s", update_id, describe(fault))
            return inline.apology()

    async def _answer(self, message: Message, username: str) -> InlineQueryResultArticle | None:
        text = self._finder.find(message).text
        outcome = await self._outcome(message, text)
        if not isinstance(outcome, Urgent):
            verdict = await self._throttle.check(author_id(message), message.chat_id, message.guest_query_id)
            if verdict is not Verdict.ALLOWED:
                self._metrics.silent(Silence.LIMITED)
                return inline.slow_down() if verdict is Verdict.NOTICE else None
            if not text:
                return inline.how_to_ask(username)
        faq, outcome = self._assistant.faq, outcome or self._assistant.ask(text)  # the limit may have ended just now
        return inline.guest(outcome, faq, self._version, username, country(message, faq))

    async def _outcome(self, message: Message, text: str) -> Outcome | None:
        """Return the outcome of the question, or of the words beside it if only they are an emergency.

        Beyond the author's limit only an emergency is looked for.
        """
        outcome: Outcome | None
        if self._throttle.is_exhausted(author_id(message), message.guest_query_id):
            outcome = await asyncio.to_thread(self._assistant.emergency, text)
        else:
            outcome = self._assistant.ask(text)
        if isinstance(outcome, Urgent):
            return outcome
        return await quoted_emergency(self._assistant, message, asked=True) or outcome

    async def _send(self, message: Message, article: InlineQueryResultArticle, update_id: int) -> bool:
        """Answer the query; False if it is too late or Telegram refuses. Raises NetworkError and FloodError."""
        try:
            await message.answer_guest_query(article)
        except (BadRequest, Forbidden) as refusal:
            log.info("update %d: a guest question could not be answered: %s", update_id, refusal.message)
            self._metrics.silent(Silence.EXPIRED if is_too_old(refusal) else Silence.MAY_NOT_WRITE)
            return False
        return True

    async def _close(self, message: Message, *, sent: bool) -> None:
        if sent:
            await self._recorder.record_guest_answer(message)
            return
        try:
            await self._recorder.release(message)
        except SQLAlchemyError as fault:
            log.error("the claim to a question could not be released: %s", describe(fault))
