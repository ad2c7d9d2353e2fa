"""Takes updates in, by polling or by webhook as the settings say, and serves health and metrics beside it.

The HTTP server is imported only where there is an address to listen on.
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
from bot.models import ALLOWED_UPDATES
from bot.runtime import Runtime
from bot.updates.polling import MAX_SILENCE, Polling

if TYPE_CHECKING:
    from starlette.routing import Route

log = logging.getLogger(__name__)


@asynccontextmanager
async def receive(runtime: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    """Take updates in; the task ends only with an error. Raises StartError, and InvalidToken in the task."""
    async with _pushed(runtime) if runtime.settings.webhook_url else _polled(runtime) as task:
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def _polled(runtime: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    polling = Polling(runtime.http, runtime.bot.base_url, ALLOWED_UPDATES, runtime.intake)
    runtime.metrics.watch_polls(lambda: polling.silent_for)
    async with _pages(runtime, lambda: polling.silent_for < MAX_SILENCE):
        try:
            await runtime.bot.delete_webhook()
        except TelegramError as fault:
            log.warning("could not delete the webhook; polling fails if there is one: %s", fault.message)
        yield asyncio.create_task(polling.run())


@asynccontextmanager
async def _pushed(runtime: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    from bot.updates.webhook import Webhook, WebhookError, WebhookRegistration  # noqa: PLC0415 - imports Starlette

    url, secret = runtime.settings.webhook_url or "", runtime.settings.webhook_secret
    registration = WebhookRegistration(runtime.bot, url, secret, ALLOWED_UPDATES)
    runtime.metrics.watch_pushes(lambda: registration.pending_count)
    route = Webhook(secret, runtime.intake).route(urlsplit(url).path or "/")
    async with _pages(runtime, lambda: registration.is_set, route):
        try:
            await registration.register()
        except WebhookError as fault:
            cure = "check the address, then start again"
            raise StartError(f"LEGWISE_WEBHOOK_URL: Telegram does not accept {url}: {fault}; {cure}.") from None
        log.info("updates are pushed to %s", url)
        yield asyncio.create_task(registration.watch())


def _pages(runtime: Runtime, is_receiving: Callable[[], bool], *routes: Route) -> AbstractAsyncContextManager[Any]:
    address = runtime.settings.address
    return _served(runtime, is_receiving, address, routes) if address else nullcontext()


@asynccontextmanager
async def _served(
    runtime: Runtime, is_receiving: Callable[[], bool], address: Address, routes: Sequence[Route]
) -> AsyncIterator[None]:
    from bot.http.health import Health  # noqa: PLC0415 - imports Starlette
    from bot.http.server import serve  # noqa: PLC0415

    health = Health(runtime.engine, runtime.database, runtime.metrics, is_receiving, runtime.answering.is_set)
    async with serve(address, [*routes, *health.routes()]) as bound:
        log.info("listening on %s", bound)
        yield
