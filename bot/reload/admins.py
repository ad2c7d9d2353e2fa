"""Notifies the admins named in the settings."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.sending.coordinator import Coordinator, NoCoordinator
from bot.views.reply import Reply

SAME_NOTICE = 120.0
"""Seconds within which the same notice of another process is about the same edit."""

log = logging.getLogger(__name__)


class Admins:
    """The admins, by user id. Of several processes with the same notice, one sends it."""

    def __init__(self, bot: Bot, ids: tuple[int, ...], coordinator: Coordinator | None = None) -> None:
        self._bot, self._ids, self._coordinator = bot, ids, coordinator or NoCoordinator()

    async def notify(self, reply: Reply) -> None:
        """Send each admin a message. Telegram refuses it for an admin who never wrote to the bot."""
        if await self._coordinator.acquire(f"told {reply.text}", 1, SAME_NOTICE) is False:
            log.info("another process has notified the admins")
            return
        for admin in self._ids:
            try:
                await self._bot.send_message(admin, reply.text)
            except TelegramError as fault:
                log.warning("an admin could not be notified: %s", fault.message)
