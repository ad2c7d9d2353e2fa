"""Has Telegram push updates to our address, and sees to it that it goes on doing so. Knows no update.

Whoever polls with the same token, or registers another address, takes the pushes away without a word to us. So
Telegram is asked now and then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from pydantic import SecretStr
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

AT_ONCE = 100
"""Pushes that Telegram may have under way at the same time; more it does not allow."""
EVERY = 60.0
"""Seconds between two looks."""

log = logging.getLogger(__name__)


class WebhookError(Exception):
    """Telegram does not take the webhook. Its text tells why."""


@dataclass(slots=True)
class WebhookRegistration:
    """One address that updates are pushed to.

    Attributes:
        wanted: the kinds of update.
        pause: waits so many seconds.
        stands: whether Telegram pushed there when it was last asked.
        held: updates that Telegram had not got rid of then.

    """

    bot: Bot
    url: str
    secret: SecretStr = field(repr=False)
    wanted: Sequence[str]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    stands: bool = False
    held: int = 0
    _failed: int = 0
    """When the last push failed that was told, in seconds since 1970."""

    async def make(self) -> None:
        """Have Telegram push here. Raises WebhookError; a token that is wrong raises InvalidToken."""
        self.stands = False
        try:
            await self.bot.set_webhook(
                self.url, secret_token=self.secret.get_secret_value(), allowed_updates=self.wanted,
                max_connections=AT_ONCE,
            )  # fmt: skip
        except InvalidToken:
            raise
        except TelegramError as fault:
            raise WebhookError(fault.message) from None
        self.stands = True

    async def watch(self) -> None:
        """Look for ever. Raises InvalidToken when the token is no longer a bot's."""
        while True:
            await self.pause(EVERY)
            try:
                await self._look(await self.bot.get_webhook_info())
            except InvalidToken:
                raise
            except (TelegramError, WebhookError) as fault:
                log.warning("it is not sure that updates are still pushed here: %s", fault)

    async def _look(self, info: WebhookInfo) -> None:
        self.held = info.pending_update_count
        if info.url != self.url:
            log.error("another process with this token took the webhook away; stop that one. It is set again.")
            await self.make()
        elif info.last_error_date is not None and self._is_news(int(info.last_error_date.timestamp())):
            log.warning("Telegram could not push an update: %s; it tries again", info.last_error_message)

    def _is_news(self, failed: int) -> bool:
        news, self._failed = failed > self._failed, failed
        return news
