"""Takes the bot's answers away: at a press of whoever asked or of an admin, and when a chat's time for them is up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, CallbackQuery
from telegram.error import TelegramError

from bot.handlers.messages import delete
from bot.handlers.permissions import is_admin
from bot.log import where
from bot.store.counts import Count
from bot.store.store import Store

NOT_YOURS = "Only whoever asked, or an admin, can remove this."
TOO_OLD = "Telegram no longer lets me remove this message."
EVERY = 10.0
"""Seconds between two looks for answers whose time is up."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Removal:
    """Removes answers."""

    store: Store

    async def remove(self, query: CallbackQuery) -> str | None:
        """Remove the message pressed; return what the person is told if it stays."""
        message, bot = query.message, query.get_bot()
        if message is None:
            return TOO_OLD
        row = await self.store.answers.of_message(message.chat.id, message.message_id)
        theirs = row is not None and row.asker == self.store.crypto.pseudonym(query.from_user.id)
        if not theirs and not await is_admin(bot, message.chat.id, query.from_user.id):
            return NOT_YOURS
        if not await delete(bot, message.chat.id, message.message_id):
            return TOO_OLD
        await self.store.answers.removed(message.chat.id, message.message_id)
        if row is not None and row.entry:
            await self.store.counts.add(Count.REMOVED, row.entry)
        return None

    async def clear(self, bot: Bot) -> None:
        """Remove every answer whose time is up."""
        for answer in await self.store.answers.due(self.store.answers.clock()):
            if answer.message_id is not None:
                await delete(bot, answer.chat_id, answer.message_id)
                await self.store.answers.removed(answer.chat_id, answer.message_id)


@asynccontextmanager
async def clearing(removal: Removal, bot: Bot, every: float = EVERY) -> AsyncIterator[None]:
    """Remove what is due, again and again, while a run lasts."""
    task = asyncio.create_task(_clear(removal, bot, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _clear(removal: Removal, bot: Bot, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await removal.clear(bot)
        except (TelegramError, SQLAlchemyError) as fault:
            log.warning("answers could not be removed in time: %s; again in %g s", where(fault), every)
