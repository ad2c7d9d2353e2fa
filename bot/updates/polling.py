"""Fetches updates by long polling, as raw JSON, and has the inbox keep them before Telegram forgets them.

Asking for the next update tells Telegram that the ones before have come. So each batch is on disk first.
Knows no handler; what an update says is not looked at.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.log import where
from bot.sending.http_request import FloodError
from bot.updates.inbox import Inbox, StoredUpdate

LONG_POLL = 30
"""Seconds that Telegram may hold a poll open."""
_GRACE = 10.0
SILENT = 2.0 * (LONG_POLL + _GRACE)
"""Seconds without a good poll from which on this process is not ready: a poll and its repetition went wrong."""
_LONGEST_PAUSE = 10.0
_CONFLICT_PAUSE = 5.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Polling:
    """The polling loop. `base_url` ends with the token, so it is not shown.

    `last_good` is when a poll last went well, by the clock of time.monotonic; it begins with the loop's making.
    """

    request: BaseRequest
    base_url: str = field(repr=False)
    wanted: tuple[str, ...]
    inbox: Inbox
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    last_good: float = field(default_factory=time.monotonic)

    @property
    def silent_for(self) -> float:
        """Seconds since a poll last went well. Beyond `SILENT`, nothing comes in any more."""
        return time.monotonic() - self.last_good

    async def run(self) -> None:
        """Fetch for ever. Raises InvalidToken when the token is not, or no longer, a bot's."""
        offset, faults = 0, 0
        while True:
            try:
                batch = await self._fetch(offset)
                kept = tuple(StoredUpdate(update["update_id"], update) for update in batch if _numbered(update))
                if len(kept) < len(batch):
                    log.error("getUpdates: %d updates without a number are let go", len(batch) - len(kept))
                await self.inbox.keep(kept)
            except InvalidToken:
                raise
            except (TelegramError, SQLAlchemyError) as fault:
                faults += 1
                await self.pause(_pause(fault, faults))
                continue
            faults, self.last_good = 0, time.monotonic()
            offset = max((update.update_id + 1 for update in kept), default=offset)

    async def _fetch(self, offset: int) -> list[Any]:
        parameters = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": json.dumps(self.wanted)}
        url = f"{self.base_url}/getUpdates?{urlencode(parameters)}"
        result = await self.request.post(url, read_timeout=LONG_POLL + _GRACE)
        if not isinstance(result, list) or (result and not any(map(_numbered, result))):
            raise TelegramError("getUpdates gave no updates")
        return result


def _numbered(update: Any) -> bool:
    number = update.get("update_id") if isinstance(update, dict) else None
    return type(number) is int and 0 <= number < 2**62


def _pause(fault: TelegramError | SQLAlchemyError, faults: int) -> float:
    """Seconds to wait after a fault, longer with every further one; says why."""
    grown = min(2.0 ** min(faults - 2, 10), _LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
    match fault:
        case TimedOut() if faults == 1:
            return 0.0
        case FloodError():
            grown = fault.seconds
            log.warning("getUpdates: %s", fault.message)
        case Conflict() if "webhook" in fault.message:
            grown = max(grown, _CONFLICT_PAUSE)
            log.error("this bot has a webhook, so nothing can be polled; remove it (deleteWebhook). Trying on.")
        case Conflict():
            grown = max(grown, _CONFLICT_PAUSE)
            log.error("another process polls with this token; stop the other one. Trying on.")
        case TelegramError():
            log.warning("getUpdates: %s; again in %.1f s", fault.message, grown)
        case _:
            log.error("the inbox cannot be written: %s; again in %.1f s", where(fault), grown)
    return grown
