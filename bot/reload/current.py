"""The application of the newest content."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Update

from bot.routes import Telegram
from faq.assistant import Assistant


class CurrentApplication:
    """Passes updates to the newest application. An update ends with the one it began with, so no answer mixes two.

    Args:
        build: builds the application of one content; see `bot.routes.build_application`.
        assistant: of the content at the start; its application is not initialised yet.

    """

    def __init__(self, build: Callable[[Assistant], Telegram], assistant: Assistant) -> None:
        self._build = build
        self.application, self.faq = build(assistant), assistant.faq

    async def swap(self, assistant: Assistant) -> None:
        """Answer all later updates with this assistant."""
        application = self._build(assistant)
        await application.initialize()  # the bot is ready, so nothing is asked of Telegram
        self.application, self.faq = application, assistant.faq

    async def process_update(self, update: Update) -> None:
        """Pass an update to the newest application."""
        await self.application.process_update(update)
