"""The commands /privacy and /forgetme."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.author import author_id
from bot.handlers.messages import post
from bot.handlers.updates import new_message
from bot.models import is_group
from bot.store.store import Store
from bot.views import privacy


class Privacy:
    """Answers both commands, in every chat."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def explain(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the data that is stored."""
        await post(new_message(update), privacy.privacy())

    async def forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete all data under the user's pseudonym, and say how much it was."""
        message = new_message(update)
        if is_group(author := author_id(message)):
            # All who speak for a group share its pseudonym, so one of them may not delete the others' data.
            await post(message, privacy.unknown_user())
            return
        await post(message, privacy.forgotten(await self._store.forget(author)))
