"""Where every error ends: the person gets a short apology, the log gets which update, where and why.

What a person wrote is never logged. An error that only means that the answer could not be sent, or that the database
is away for now, is no reason to apologise: the update is put off, and answered later.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.handlers.buttons import answered
from bot.handlers.messages import post
from bot.handlers.responder import ClaimedError
from bot.log import where
from bot.sending.http_request import FloodError
from bot.sending.pacing import DroppedError
from bot.store.sql import is_transient
from bot.updates.result import Done, Result, RetryLater
from bot.views import about

_SOON = 5.0
"""Seconds until an update is first tried again that a fault of the network or the database kept from its answer."""
_MUTE = (
    "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden", "chat_restricted",
    "chat_send_plain_forbidden", "topic_closed", "topic_deleted", "message thread not found", "chat not found",
)  # fmt: skip
"""What Telegram says where the bot may not write, in a Bad Request: an apology would be refused as well."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failures:
    """The one error handler, and the updates that it put off."""

    _put_off: dict[int, float] = field(default_factory=dict)

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take an error that a handler raised."""
        error = context.error
        if not isinstance(update, Update) or error is None:
            log.error("outside of an update: %s", _told(error))
            return
        match error:
            case FloodError():
                self._put_off[update.update_id] = error.seconds
            case DroppedError():
                log.info("update %d: given up, %s", update.update_id, error.message)
            case BadRequest() if _is_mute(error):
                log.info("update %d: may not write there: %s", update.update_id, error.message)
            case BadRequest():
                await _apologise(update, error)
            case Forbidden():
                log.info("update %d: may not write there: %s", update.update_id, error.message)
            case NetworkError() | InvalidToken() | ClaimedError():
                self._put_off[update.update_id] = _SOON
            case SQLAlchemyError() if is_transient(error):
                log.warning("the store does not answer: %s", where(error))
                self._put_off[update.update_id] = _SOON
            case _:
                await _apologise(update, error)

    def ending(self, update: Update) -> Result:
        """What came of an update, once its handlers ended."""
        seconds = self._put_off.pop(update.update_id, None)
        if seconds is None:
            return Done()
        log.warning("update %d: its answer could not be sent; again in %g s", update.update_id, seconds)
        return RetryLater(seconds)


def _is_mute(refusal: BadRequest) -> bool:
    said = refusal.message.casefold()
    return any(words in said for words in _MUTE)


async def _apologise(update: Update, error: Exception) -> None:
    log.error("update %d: %s", update.update_id, _told(error))
    try:
        if update.callback_query is not None:
            await answered(update.callback_query)
        if isinstance(update.effective_message, Message):
            await post(update.effective_message, about.apology())
    except TelegramError as again:
        log.error("update %d: could not apologise either: %s", update.update_id, _told(again))


def _told(error: Exception | None) -> str:
    if error is None:
        return "an error without a name"
    return f"{where(error)}: {error.message}" if isinstance(error, TelegramError) else where(error)
