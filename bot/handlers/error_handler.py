"""Handles every error of a handler: apologises to the user, and logs the update, the place and the cause.

Message texts are not logged. If an answer could not be sent, or the database is unavailable, the update is retried
instead, except one that may have been sent several times. A chat where the bot may not write is named by its pseudonym.
"""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.messages import answer_press, post
from bot.handlers.responder import ClaimedError
from bot.log import describe
from bot.metrics import Metrics
from bot.models import Silence
from bot.sending.doubt import InDoubtError
from bot.sending.http_request import FloodError
from bot.sending.pacing import DroppedError
from bot.store.crypto import Crypto
from bot.store.sql import is_transient
from bot.updates.result import Done, Result, RetryLater
from bot.views import about
from faq.errors import NotReadyError

RETRY_SECONDS = 5.0
"""Delay before the first retry of an update after a network or database error."""
NOT_READY_SECONDS = 0.5
"""The same, of an update that came before the matcher."""
_NOT_ALLOWED = (
    "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden", "chat_restricted",
    "chat_send_plain_forbidden", "topic_closed", "topic_deleted", "message thread not found", "chat not found",
)  # fmt: skip
"""Texts of a Bad Request where the bot may not write: an apology would be refused as well."""

log = logging.getLogger(__name__)


class ErrorHandler:
    """The only error handler. Remembers the updates to retry."""

    def __init__(self, metrics: Metrics, crypto: Crypto) -> None:
        self._metrics, self._crypto = metrics, crypto
        self._delays: dict[int, float] = {}

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handle an error that a handler raised."""
        error = context.error
        if not isinstance(update, Update) or error is None:
            log.error("outside of an update: %s", _describe(error))
            return
        match error:
            case FloodError():
                self._delays[update.update_id] = error.seconds
            case DroppedError():
                self._metrics.silent(Silence.SHED)
                log.info("update %d: dropped, %s", update.update_id, error.message)
            case BadRequest() if _is_not_allowed(error):
                self._refused(update, error)
            case BadRequest():
                await _apologise(update, error)
            case Forbidden():
                self._refused(update, error)
            case InDoubtError():
                self._in_doubt(update, error)
                raise ApplicationHandlerStop  # or the handlers of the next group would post once more
            case NotReadyError():
                self._delays[update.update_id] = NOT_READY_SECONDS
            case NetworkError() | InvalidToken() | ClaimedError():
                self._delays[update.update_id] = RETRY_SECONDS
            case SQLAlchemyError() if is_transient(error):
                log.warning("the database does not answer: %s", describe(error))
                self._delays[update.update_id] = RETRY_SECONDS
            case _:
                await _apologise(update, error)

    def result(self, update: Update) -> Result:
        """Return the result of an update whose handlers have ended."""
        seconds = self._delays.pop(update.update_id, None)
        if seconds is None:
            return Done()
        log.warning("update %d: its answer could not be sent; retrying in %g s", update.update_id, seconds)
        return RetryLater(seconds)

    def _refused(self, update: Update, error: TelegramError) -> None:
        """Log and count that the bot may not write in a chat."""
        chat = update.effective_chat
        if chat is None or chat.type == ChatType.PRIVATE:
            self._metrics.silent(Silence.BLOCKED)
            log.info("update %d: may not write to this user: %s", update.update_id, error.message)
            return
        self._metrics.silent(Silence.MAY_NOT_WRITE)
        log.warning(
            "update %d: may not write in %s %s: %s; its admins can allow the bot to send messages, or remove it",
            update.update_id, chat.type, self._crypto.pseudonym(chat.id)[:8], error.message,
        )  # fmt: skip

    def _in_doubt(self, update: Update, error: InDoubtError) -> None:
        """Retry an update whose answer may have been sent, or close it."""
        if error.retry_after is not None:
            self._delays[update.update_id] = error.retry_after
            return
        self._metrics.silent(Silence.IN_DOUBT)
        log.error("update %d: closed, because its answer may have been sent: %s", update.update_id, error.message)


def _is_not_allowed(refusal: BadRequest) -> bool:
    text = refusal.message.casefold()
    return any(reason in text for reason in _NOT_ALLOWED)


async def _apologise(update: Update, error: Exception) -> None:
    log.error("update %d: %s", update.update_id, _describe(error))
    try:
        if update.callback_query is not None:
            await answer_press(update.callback_query)
        if isinstance(update.effective_message, Message):
            await post(update.effective_message, about.apology())
    except TelegramError as second:
        log.error("update %d: the apology failed too: %s", update.update_id, _describe(second))


def _describe(error: Exception | None) -> str:
    if error is None:
        return "unknown error"
    return f"{describe(error)}: {error.message}" if isinstance(error, TelegramError) else describe(error)
