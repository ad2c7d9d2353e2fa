"""Takes the updates that Telegram pushes: each is kept on disk before Telegram is told that it came.

Whatever is not answered with 200, Telegram sends again. What no secret stands by, or is too long or no update, is
turned away unread. Knows no handler; what an update says is not looked at.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.log import where
from bot.updates.inbox import Inbox, StoredUpdate

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST = 1_000_000
"""Bytes that an update may have."""
PATIENCE = 10.0
"""Seconds that one may take to arrive."""
_SOON = {"Retry-After": "1"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The receiving end."""

    secret: SecretStr
    inbox: Inbox

    def route(self, path: str) -> Route:
        """Where updates are taken."""
        return Route(path, self.received, methods=["POST"])

    async def received(self, request: Request) -> Response:
        """Answer one push: 200 once it is kept, anything else if it is not."""
        if not self._is_telegrams(request):
            return Response(status_code=403)
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        return Response(status_code=413) if body is None else await self._kept(body)

    def _is_telegrams(self, request: Request) -> bool:
        shown = request.headers.get(HEADER, "").encode("latin-1")
        return hmac.compare_digest(shown, self.secret.get_secret_value().encode())

    async def _kept(self, body: bytes) -> Response:
        kept = _read(body)
        if kept is None:
            return Response(status_code=400)
        try:
            await self.inbox.keep([kept])
        except SQLAlchemyError as fault:
            log.error("the inbox cannot be written: %s; Telegram is asked to send again", where(fault))
            return Response(status_code=503, headers=_SOON)
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """The body, or None if it is too long; it is not read on then."""
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > LONGEST:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            return None
    return bytes(body)


def _read(body: bytes) -> StoredUpdate | None:
    try:
        update: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return StoredUpdate(number, update) if type(number) is int and abs(number) < 2**63 else None
