"""How calls go out: a call that Telegram puts off or a network fault swallows is repeated a few times.

Repeating may double a message whose confirmation was lost: an answer twice is better than none. What is
still not through after the last attempt is raised, and the update stays in the inbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError
from telegram.ext import BaseRateLimiter

from bot.delivery.transport import FloodError

Result = bool | dict[str, Any] | list[dict[str, Any]]

LONGEST_PAUSE = 20.0
"""Seconds that a worker waits for one pause of Telegram's. A longer one puts the whole update off."""
_PAUSES = (0.5, 1.0, 2.0)
_ONCE = frozenset({"getMe"})

log = logging.getLogger(__name__)


class Patience(BaseRateLimiter[int]):
    """Repeats a call after a flood pause or a network fault. `pauses` holds the seconds between attempts."""

    def __init__(self, pauses: tuple[float, ...] = _PAUSES) -> None:
        self._pauses = pauses

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self, callback: Callable[..., Coroutine[Any, Any, Result]], args: Any, kwargs: dict[str, Any],
        endpoint: str, data: dict[str, Any], rate_limit_args: int | None,  # noqa: ARG002 - PTB's signature
    ) -> Result:  # fmt: skip
        """Make the call, repeating it where that can help."""
        for pause in () if endpoint in _ONCE else self._pauses:
            try:
                return await callback(*args, **kwargs)
            except FloodError as flooded:
                if flooded.seconds > LONGEST_PAUSE:
                    raise
                log.warning("%s: %s", endpoint, flooded.message)
                await asyncio.sleep(flooded.seconds)
            except BadRequest:
                raise
            except NetworkError as fault:
                log.warning("%s: %s; again in %g s", endpoint, fault.message, pause)
                await asyncio.sleep(pause)
        return await callback(*args, **kwargs)
