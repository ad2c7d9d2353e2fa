"""Makes one attempt to answer an update."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update

from bot.log import describe, update_context
from bot.updates.expiry import Clock, is_expired
from bot.updates.inbox import Finished, StoredUpdate
from bot.updates.result import Done, Result, RetryLater

DEADLINE = 120.0
"""Seconds for one update, including the pauses that Telegram asks for."""

log = logging.getLogger(__name__)

Answer = Callable[[Update], Awaitable[Result]]
Parse = Callable[[dict[str, Any]], Update]


class Processor:
    """Answers updates.

    Args:
        parse: reads an update.
        answer: answers it.
        clock: shows seconds since 1970.
        deadline: seconds for an update.
        is_urgent: returns whether an update that nobody has ranked may be an emergency, which expires later.
        on_expired: is called for each update that is too old to be answered.

    """

    def __init__(
        self,
        parse: Parse,
        answer: Answer,
        clock: Clock,
        deadline: float = DEADLINE,
        is_urgent: Callable[[dict[str, Any]], bool] = lambda _: False,
        on_expired: Callable[[], None] = lambda: None,
    ) -> None:
        self._parse, self._answer, self._clock, self._deadline = parse, answer, clock, deadline
        self._is_urgent, self._on_expired = is_urgent, on_expired

    async def process(self, stored: StoredUpdate) -> Finished | RetryLater:
        """Answer an update. One that is unreadable, fails or takes too long is set aside with the reason."""
        with update_context(stored.update_id):
            if self._is_expired(stored):
                log.info("expired: not answered")
                self._on_expired()
                return Finished(stored.update_id)
            try:
                async with asyncio.timeout(self._deadline):
                    result = await self._answer(self._parse(stored.body))
            except TimeoutError:
                return _set_aside(stored.update_id, f"took longer than {self._deadline:g} s")
            except Exception as fault:  # one update must not stop the others
                return _set_aside(stored.update_id, describe(fault))
            return Finished(stored.update_id) if isinstance(result, Done) else result

    def _is_expired(self, stored: StoredUpdate) -> bool:
        now = self._clock()
        if not is_expired(stored.body, stored.stored_at, now, urgent=stored.urgent):
            return False
        return stored.urgent or is_expired(stored.body, stored.stored_at, now, urgent=self._is_urgent(stored.body))


def _set_aside(update_id: int, fault: str) -> Finished:
    log.error("set aside: %s", fault)
    return Finished(update_id, fault)
