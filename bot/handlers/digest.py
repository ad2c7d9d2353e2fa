"""The weekly digest to the admins: the figures of the last week, on Monday, from one of all runs on the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.concurrency import in_background
from bot.handlers.statistics import week
from bot.log import describe
from bot.models import Count
from bot.store.daily_counts import DailyCounts
from bot.views.reply import Reply
from faq.models import Faq

INTERVAL = 600.0
"""Seconds between two looks at the clock."""
_MONDAY, _HOUR = 0, 8
"""Of the digest, in UTC: in the morning in Europe, where a message at midnight would wake people."""

log = logging.getLogger(__name__)


class Digest:
    """Sends the digest.

    Args:
        counts: the figures; they also say whether a run has sent the digest of the day.
        faq: returns the entries that are in use.
        notify: sends a message to each admin.

    """

    def __init__(self, counts: DailyCounts, faq: Callable[[], Faq], notify: Callable[[Reply], Awaitable[None]]) -> None:
        self._counts, self._faq, self._notify = counts, faq, notify

    async def send_if_due(self, now: datetime) -> None:
        """Send the digest on Monday morning or later on that day, unless a run has. Raises SQLAlchemyError."""
        if now.weekday() != _MONDAY or now.hour < _HOUR:
            return
        # Noted before it is sent: a digest that is lost matters less than one that comes again and again.
        if await self._counts.is_first(now.date(), Count.DIGEST):
            await self._notify(await week(self._counts, now.date() - timedelta(days=1), self._faq()))


@asynccontextmanager
async def sending_digest(digest: Digest, clock: Callable[[], float], interval: float = INTERVAL) -> AsyncIterator[None]:
    """Send the digest in the background when it is due."""
    async with in_background(_send_regularly(digest, clock, interval)):
        yield


async def _send_regularly(digest: Digest, clock: Callable[[], float], interval: float) -> None:
    while True:
        await asyncio.sleep(interval)
        try:
            await digest.send_if_due(datetime.fromtimestamp(clock(), UTC))
        except SQLAlchemyError as fault:
            log.warning("the weekly digest could not be sent: %s", describe(fault))
