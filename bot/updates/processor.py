"""One attempt at an update: it is read, answered, and what came of it is told. Knows no inbox and no other update.

An update that cannot be read, or that takes too long, is set aside with its reason; one whose answer could not be sent
is put off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.log import about_update, where
from bot.updates.expiry import Clock, is_expired
from bot.updates.inbox import Finished, StoredUpdate
from bot.updates.result import Done, Result, RetryLater

DEADLINE = 120.0
"""Seconds that one update may take, pauses of Telegram's included."""

log = logging.getLogger(__name__)

Answer = Callable[[Update], Awaitable[Result]]
Parse = Callable[[dict[str, Any]], Update]


@dataclass(frozen=True, slots=True)
class Processor:
    """Makes them. `clock` shows seconds since 1970, `deadline` is in seconds."""

    parse: Parse
    answer: Answer
    clock: Clock
    deadline: float = DEADLINE

    async def at(self, kept: StoredUpdate) -> Finished | RetryLater:
        """Try to answer an update."""
        with about_update(kept.update_id):
            if is_expired(kept.body, kept.kept_at, self.clock()):
                log.info("closed: nobody waits for its answer any more")
                return Finished(kept.update_id)
            return await self._answered(kept)

    async def _answered(self, kept: StoredUpdate) -> Finished | RetryLater:
        try:
            async with asyncio.timeout(self.deadline):
                ending = await self.answer(self.parse(kept.body))
        except TimeoutError:
            return _set_aside(kept.update_id, f"took longer than {self.deadline:g} s")
        except Exception as fault:  # whatever is wrong with one update, the others go on
            return _set_aside(kept.update_id, where(fault))
        return Finished(kept.update_id) if isinstance(ending, Done) else ending


def _set_aside(update_id: int, fault: str) -> Finished:
    log.error("set aside: %s", fault)
    return Finished(update_id, fault)
