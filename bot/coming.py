"""How updates come in during a run, as the settings have it: fetched by polling, or pushed to a webhook.

Health and metrics are served beside, where there is an address to listen on. What serves HTTP is loaded only then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import TelegramError

from bot.addresses import Address
from bot.application import WANTED, Bot
from bot.delivery.inbox import Inbox
from bot.delivery.metrics import Metrics
from bot.delivery.polling import SILENT, Polling
from bot.delivery.worker import Workers
from bot.settings import Settings

if TYPE_CHECKING:
    from starlette.routing import Route

log = logging.getLogger(__name__)


class StartError(Exception):
    """A run cannot start or go on: Telegram cannot be reached, knows no such bot, or nothing can listen.

    Its text is for the operator: where, what and the cure.
    """


@dataclass(frozen=True, slots=True)
class Coming:
    """What takes updates in."""

    settings: Settings
    bot: Bot
    inbox: Inbox
    workers: Workers
    metrics: Metrics


@asynccontextmanager
async def coming(ways: Coming) -> AsyncIterator[asyncio.Task[None]]:
    """Updates come in meanwhile; the task ends only with an error. Raises StartError, and InvalidToken as the task."""
    async with _pushed(ways) if ways.settings.webhook_url else _polled(ways) as came:
        try:
            yield came
        finally:
            came.cancel()
            with suppress(asyncio.CancelledError):
                await came


@asynccontextmanager
async def _polled(ways: Coming) -> AsyncIterator[asyncio.Task[None]]:
    polling = Polling(ways.bot.request, ways.bot.base_url, WANTED, ways.inbox, ways.workers)
    ways.metrics.watch_polls(lambda: polling.silent_for)
    async with _pages(ways, lambda: polling.silent_for < SILENT):
        try:
            await ways.bot.delete_webhook()
        except TelegramError as fault:  # polling tells on if there is one
            log.warning("it is not sure that this bot has no webhook: %s", fault.message)
        yield asyncio.create_task(polling.run())


@asynccontextmanager
async def _pushed(ways: Coming) -> AsyncIterator[asyncio.Task[None]]:
    from bot.delivery.webhook import Webhook, WebhookError, register  # noqa: PLC0415

    url, secret = ways.settings.webhook_url or "", ways.settings.webhook_secret
    webhook = Webhook(secret, ways.inbox, ways.workers)
    async with _pages(ways, lambda: True, webhook.route(urlsplit(url).path or "/")):
        try:
            await register(ways.bot, url, secret, WANTED)
        except WebhookError as fault:
            cure = "look to the address, then start again"
            raise StartError(f"LEGWISE_WEBHOOK_URL: Telegram does not take {url}: {fault}; {cure}.") from None
        log.info("updates are pushed to %s", url)
        yield asyncio.create_task(_for_ever())


def _pages(ways: Coming, heard: Callable[[], bool], *more: Route) -> AbstractAsyncContextManager[Any]:
    address = ways.settings.address
    return _served(ways, heard, address, more) if address else nullcontext()


@asynccontextmanager
async def _served(
    ways: Coming, heard: Callable[[], bool], address: Address, more: Sequence[Route]
) -> AsyncIterator[None]:
    from bot.delivery.health import Health  # noqa: PLC0415
    from bot.delivery.listening import ListenError, listening  # noqa: PLC0415

    routes = [*more, *Health(ways.inbox.engine, ways.metrics, heard).routes()]
    try:
        async with listening(address, routes) as where:
            log.info("listening on %s", where)
            yield
    except ListenError as fault:
        raise StartError(str(fault)) from None


async def _for_ever() -> None:
    await asyncio.Event().wait()
