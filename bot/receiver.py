"""How updates come in during a run, as the settings have it: fetched by polling, or pushed to a webhook.

Health and metrics are served beside, where there is an address to listen on. What serves HTTP is loaded only then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import TelegramError

from bot.config.urls import Address
from bot.errors import StartError
from bot.runtime import Runtime
from bot.sending.client import ALLOWED_UPDATES
from bot.updates.polling import SILENT, Polling

if TYPE_CHECKING:
    from starlette.routing import Route

log = logging.getLogger(__name__)


@asynccontextmanager
async def coming(desk: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    """Updates come in meanwhile; the task ends only with an error. Raises StartError, and InvalidToken as the task."""
    async with _pushed(desk) if desk.settings.webhook_url else _polled(desk) as came:
        try:
            yield came
        finally:
            came.cancel()
            with suppress(asyncio.CancelledError):
                await came


@asynccontextmanager
async def _polled(desk: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    polling = Polling(desk.bot.request, desk.bot.base_url, ALLOWED_UPDATES, desk.inbox)
    desk.metrics.watch_polls(lambda: polling.silent_for)
    async with _pages(desk, lambda: polling.silent_for < SILENT):
        try:
            await desk.bot.delete_webhook()
        except TelegramError as fault:  # polling tells on if there is one
            log.warning("it is not sure that this bot has no webhook: %s", fault.message)
        yield asyncio.create_task(polling.run())


@asynccontextmanager
async def _pushed(desk: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    from bot.updates.registration import WebhookError, WebhookRegistration  # noqa: PLC0415
    from bot.updates.webhook import Webhook  # noqa: PLC0415

    url, secret = desk.settings.webhook_url or "", desk.settings.webhook_secret
    registration = WebhookRegistration(desk.bot, url, secret, ALLOWED_UPDATES)
    desk.metrics.watch_pushes(lambda: registration.held)
    route = Webhook(secret, desk.inbox).route(urlsplit(url).path or "/")
    async with _pages(desk, lambda: registration.stands, route):
        try:
            await registration.make()
        except WebhookError as fault:
            cure = "look to the address, then start again"
            raise StartError(f"LEGWISE_WEBHOOK_URL: Telegram does not take {url}: {fault}; {cure}.") from None
        log.info("updates are pushed to %s", url)
        yield asyncio.create_task(registration.watch())


def _pages(desk: Runtime, heard: Callable[[], bool], *more: Route) -> AbstractAsyncContextManager[Any]:
    address = desk.settings.address
    return _served(desk, heard, address, more) if address else nullcontext()


@asynccontextmanager
async def _served(
    desk: Runtime, heard: Callable[[], bool], address: Address, more: Sequence[Route]
) -> AsyncIterator[None]:
    from bot.errors import ListenError  # noqa: PLC0415
    from bot.http.health import Health  # noqa: PLC0415
    from bot.http.server import listening  # noqa: PLC0415

    routes = [*more, *Health(desk.inbox.engine, desk.metrics, heard, desk.answering.is_set).routes()]
    try:
        async with listening(address, routes) as where:
            log.info("listening on %s", where)
            yield
    except ListenError as fault:
        raise StartError(str(fault)) from None
