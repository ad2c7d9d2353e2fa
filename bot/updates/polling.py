"""Fetches updates as raw JSON by long polling, and stores them in the inbox."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.log import describe
from bot.sending.http_request import FloodError, TooDeepError
from bot.updates.inbox import StoredUpdate
from bot.updates.intake import Sink
from bot.updates.json_guard import update_ids

LONG_POLL = 30
"""Seconds for which Telegram may hold a poll open."""
_READ_MARGIN = 10.0
MAX_SILENCE = 2.0 * (LONG_POLL + _READ_MARGIN)
"""Seconds without a successful poll before the process counts as not ready: a poll and its retry failed."""
_MAX_BACKOFF = 10.0
_CONFLICT_PAUSE = 5.0
_REJECTED_PAUSE = 10.0
MAX_REJECTIONS = 30
"""Polls in a row that Telegram may reject for the token: five minutes, because it does so when it fails itself."""
_DEPTH = 3
"""Levels at which the updates' numbers are in a response: {"result": [{"update_id": 1}]}."""
PEEK_INTERVAL = 0.5
"""Seconds between looks for emergencies behind updates that take long to store."""
_STORE_PAUSE = 1.0
"""Seconds at most between attempts to store updates, because an emergency may be among the next."""

log = logging.getLogger(__name__)


class Polling:
    """The polling loop.

    Args:
        request: makes the calls.
        base_url: of the Bot API; it ends with the token.
        allowed_updates: the kinds of update to fetch.
        inbox: stores them, and answers emergencies even if it cannot.
        pause: waits so many seconds after a fault.

    """

    def __init__(
        self,
        request: BaseRequest,
        base_url: str,
        allowed_updates: Sequence[str],
        inbox: Sink,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._request, self._base_url, self._allowed_updates = request, base_url, allowed_updates
        self._inbox, self._pause = inbox, pause
        self._last_success = time.monotonic()
        self._is_isolating = False

    @property
    def silent_for(self) -> float:
        """Seconds since the last successful poll, or since the start."""
        return time.monotonic() - self._last_success

    async def run(self) -> None:
        """Fetch for ever. Raises InvalidToken when the token is wrong or revoked."""
        offset, faults, rejections = 0, 0, 0
        while True:
            try:
                updates = await self._fetch(offset)
                # Before the next poll, whose offset tells Telegram to delete them.
                await self._store(updates, offset)
            except (TelegramError, SQLAlchemyError) as fault:
                faults += 1
                rejections = rejections + 1 if isinstance(fault, InvalidToken) else 0
                if rejections > MAX_REJECTIONS:
                    raise
                await self._pause(_backoff(fault, faults))
                continue
            faults, rejections, self._last_success = 0, 0, time.monotonic()
            offset = max((update.update_id + 1 for update in updates), default=offset)

    async def _store(self, updates: Sequence[StoredUpdate], offset: int) -> None:
        """Store updates. If that takes long, look for emergencies among those that arrive meanwhile."""
        storing = asyncio.create_task(self._inbox.add(updates))
        try:
            while not (await asyncio.wait({storing}, timeout=PEEK_INTERVAL))[0]:
                with suppress(TelegramError):  # the same offset acknowledges nothing
                    await self._inbox.look(await self._fetch(offset))
            await storing
        finally:
            storing.cancel()

    async def _fetch(self, offset: int) -> list[StoredUpdate]:
        parameters = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": json.dumps(self._allowed_updates)}
        parameters |= {"limit": 1} if self._is_isolating else {}
        url = f"{self._base_url}/getUpdates?{urlencode(parameters)}"
        try:
            result = await self._request.post(url, read_timeout=LONG_POLL + _READ_MARGIN)
        except TooDeepError as fault:
            return self._isolate(fault)
        items: list[Any] = result if isinstance(result, list) else [None]
        updates = [update for item in items if (update := StoredUpdate.from_json(item)) is not None]
        if items and not updates:
            raise TelegramError("getUpdates returned no updates")
        if len(updates) < len(items):
            log.error("getUpdates: skipped %d updates without a valid number", len(items) - len(updates))
        return updates

    def _isolate(self, fault: TooDeepError) -> list[StoredUpdate]:
        """Return the number of an update that cannot be parsed; fetch one at a time until it is alone."""
        ids = update_ids(fault.payload, _DEPTH)
        self._is_isolating = len(ids) > 1
        if len(ids) != 1:
            raise fault
        return [StoredUpdate.without_body(ids[0])]


def _backoff(fault: TelegramError | SQLAlchemyError, faults: int) -> float:
    """Return the seconds to wait after a fault, more after each further one, and log it."""
    seconds = min(2.0 ** min(faults - 2, 10), _MAX_BACKOFF) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
    match fault:
        case TimedOut() if faults == 1:
            return 0.0
        case FloodError():
            seconds = fault.seconds
            log.warning("getUpdates: %s", fault.message)
        case InvalidToken():
            seconds = _REJECTED_PAUSE
            log.error("Telegram rejects the token; retrying in %g s, and giving up after five minutes", seconds)
        case Conflict() if "webhook" in fault.message:
            seconds = max(seconds, _CONFLICT_PAUSE)
            log.error("cannot poll: this bot has a webhook; remove it (deleteWebhook). Retrying.")
        case Conflict():
            seconds = max(seconds, _CONFLICT_PAUSE)
            log.error("another process polls with this token; stop the other one. Retrying.")
        case TelegramError():
            log.warning("getUpdates: %s; retrying in %.1f s", fault.message, seconds)
        case _:
            seconds = min(seconds, _STORE_PAUSE)
            log.error("cannot write the inbox: %s; retrying in %.1f s", describe(fault), seconds)
    return seconds
