"""What is kept of people: told by /privacy, and deleted at once by /forgetme."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.messages import post
from bot.store.store import Store
from bot.views import privacy


@dataclass(frozen=True, slots=True)
class Privacy:
    """Answers both commands, in every chat."""

    store: Store

    async def told(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what is kept."""
        assert update.message is not None, "the filter lets only new messages in"
        await post(update.message, privacy.privacy())

    async def forgotten(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete whatever is kept under the asker's alias, and tell how much it was."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.sender_chat is not None or message.from_user is None:
            # All who speak as this group share one alias: it is not for one of them to delete.
            await post(message, privacy.whose())
            return
        await post(message, privacy.forgotten(await self.store.forget(message.from_user.id)))
