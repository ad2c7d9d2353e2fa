"""Receives the updates that Telegram pushes, and keeps the webhook registered.

A push is answered with 200 only after its update is stored, because Telegram repeats it otherwise.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import unquote

from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.config.urls import same_url
from bot.log import describe
from bot.updates.inbox import StoredUpdate
from bot.updates.intake import Sink
from bot.updates.json_guard import update_ids

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1_000_000
"""Bytes of an update."""
BODY_TIMEOUT = 10.0
"""Seconds for an update to arrive."""
MAX_CONNECTIONS = 100
"""Concurrent pushes; Telegram allows no more."""
CHECK_INTERVAL = 60.0
"""Seconds between checks of the registration."""
MAX_REJECTIONS = 5
"""Checks in a row in which Telegram may reject the token, because it does so when it fails itself."""

log = logging.getLogger(__name__)


class WebhookError(Exception):
    """Telegram rejected the webhook, with this reason."""


class Webhook:
    """The HTTP endpoint. Requests without the secret are rejected unread."""

    def __init__(self, secret: SecretStr, inbox: Sink) -> None:
        self._secret, self._inbox = secret, inbox

    def route(self, path: str) -> Route:
        """Return the route for a path as it stands in the URL; the server compares decoded ones."""
        return Route(unquote(path), self._receive, methods=["POST"])

    async def _receive(self, request: Request) -> Response:
        if not self._has_secret(request):
            return Response(status_code=403)
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        try:
            async with asyncio.timeout(BODY_TIMEOUT):
                body = await _read_body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        return Response(status_code=413) if body is None else await self._store(body)

    def _has_secret(self, request: Request) -> bool:
        secret = request.headers.get(HEADER, "").encode("latin-1")
        return hmac.compare_digest(secret, self._secret.get_secret_value().encode())

    async def _store(self, body: bytes) -> Response:
        update = _parse(body)
        if update is None:
            return Response(status_code=400)
        try:
            await self._inbox.add([update])
        except SQLAlchemyError as fault:
            log.error("cannot write the inbox: %s; Telegram will repeat the update", describe(fault))
            return Response(status_code=503, headers={"Retry-After": "1"})
        return Response(status_code=200)


class WebhookRegistration:
    """Registers the webhook, and checks it regularly, because any process with the token can remove it unnoticed.

    Attributes:
        is_set: whether Telegram pushed to our URL when it was last asked.
        pending_count: updates that Telegram had not delivered then.

    """

    def __init__(
        self,
        bot: Bot,
        url: str,
        secret: SecretStr,
        allowed_updates: Sequence[str],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._url, self._secret, self._allowed_updates = bot, url, secret, allowed_updates
        self._pause = pause
        self._last_error_at = 0.0
        self.is_set = False
        self.pending_count = 0

    async def register(self) -> None:
        """Have Telegram push to our URL. Raises WebhookError, and InvalidToken when the token is wrong."""
        self.is_set = False
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret.get_secret_value(),
                allowed_updates=self._allowed_updates,
                max_connections=MAX_CONNECTIONS,
            )
        except InvalidToken:
            raise
        except TelegramError as fault:
            raise WebhookError(fault.message) from None
        self.is_set = True

    async def watch(self) -> None:
        """Check the registration for ever. Raises InvalidToken when the token is revoked."""
        rejections = 0
        while True:
            await self._pause(CHECK_INTERVAL)
            try:
                await self._check(await self._bot.get_webhook_info())
                rejections = 0
            except InvalidToken:
                rejections += 1
                if rejections > MAX_REJECTIONS:
                    raise
                log.error("Telegram rejects the token (check %d of %d)", rejections, MAX_REJECTIONS)
            except (TelegramError, WebhookError) as fault:
                log.warning("cannot verify the webhook: %s", fault)

    async def _check(self, info: WebhookInfo) -> None:
        self.pending_count = info.pending_update_count
        if not same_url(info.url or "", self._url):
            log.error("another process with this token removed the webhook; stop that process. Setting it again.")
            await self.register()
        elif info.last_error_date is not None and info.last_error_date.timestamp() > self._last_error_at:
            self._last_error_at = info.last_error_date.timestamp()
            log.warning("Telegram could not push an update: %s; it will retry", info.last_error_message)


def _parse(body: bytes) -> StoredUpdate | None:
    """Return the update of a push; None if it is none, and then Telegram repeats it."""
    try:
        return StoredUpdate.from_json(json.loads(body))
    except ValueError:
        return None
    except RecursionError:
        ids = update_ids(body, depth=1)
        return StoredUpdate.without_body(ids[0]) if len(ids) == 1 else None


async def _read_body(request: Request) -> bytes | None:
    """Return the body; None if it is too long, and then the rest is not read."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
