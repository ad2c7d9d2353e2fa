"""Removes answers: on request of the asker or of an admin, and when a group's time for them is over.

What belongs to an answer, such as its sources, is due when the answer is gone, so it goes with the next search.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, CallbackQuery
from telegram.error import TelegramError

from bot.concurrency import in_background
from bot.handlers.messages import delete
from bot.handlers.permissions import owns_message
from bot.log import describe
from bot.store.store import Store

NOT_YOURS = "Only whoever asked, or an admin, can remove this."
TOO_OLD = "Telegram no longer lets me remove this message."
INTERVAL = 10.0
"""Seconds between two searches for expired answers."""

log = logging.getLogger(__name__)


class Removal:
    """Removes answers."""

    def __init__(self, store: Store) -> None:
        self._store, self._answers = store, store.answers

    async def remove(self, query: CallbackQuery) -> str | None:
        """Remove the message pressed; return a notice if it stays."""
        message, bot = query.message, query.get_bot()
        if message is None:
            return TOO_OLD
        if not await owns_message(query, self._store):
            return NOT_YOURS
        if not await delete(bot, message.chat.id, message.message_id):
            return TOO_OLD
        await self._answers.removed(message.chat.id, message.message_id)
        return None

    async def remove_expired(self, bot: Bot) -> None:
        """Remove every answer whose time is over."""
        for answer in await self._answers.due(self._answers.clock()):
            if answer.message_id is not None:
                await delete(bot, answer.chat_id, answer.message_id)
                await self._answers.removed(answer.chat_id, answer.message_id)


@asynccontextmanager
async def removing_expired(removal: Removal, bot: Bot, interval: float = INTERVAL) -> AsyncIterator[None]:
    """Remove expired answers in the background."""
    async with in_background(_remove_expired(removal, bot, interval)):
        yield


async def _remove_expired(removal: Removal, bot: Bot, interval: float) -> None:
    while True:
        await asyncio.sleep(interval)
        try:
            await removal.remove_expired(bot)
        except (TelegramError, SQLAlchemyError) as fault:
            log.warning("expired answers could not be removed: %s; retrying in %g s", describe(fault), interval)
