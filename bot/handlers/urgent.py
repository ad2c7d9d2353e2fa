"""Red flags, in whatever reaches the bot and before anything else looks at it, asked or not."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import views
from bot.handlers.posting import post
from faq.assistant import Assistant
from faq.outcome import Urgent


@dataclass(frozen=True, slots=True)
class RedFlags:
    """Watches every message for a red flag."""

    assistant: Assistant

    async def watch(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a red flag and end the matter; let everything else pass."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        reply = self.assistant.red_flags.look(message.text or message.caption or "")
        if reply is not None:
            await post(message, views.answer(Urgent(reply, ()), self.assistant.faq))
            raise ApplicationHandlerStop
