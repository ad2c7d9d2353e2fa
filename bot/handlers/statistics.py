"""The admins' command /stats."""

from __future__ import annotations

from datetime import date, timedelta

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.messages import post
from bot.handlers.updates import new_message
from bot.store.daily_counts import DailyCounts
from bot.views.reply import Reply
from bot.views.statistics import statistics
from faq.models import Faq

WEEK = timedelta(days=7)


class StatisticsHandler:
    """Answers /stats."""

    def __init__(self, faq: Faq, counts: DailyCounts) -> None:
        self._faq, self._counts = faq, counts

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the figures of the last seven days, today included."""
        await post(new_message(update), await week(self._counts, self._counts.today(), self._faq))


async def week(counts: DailyCounts, last: date, faq: Faq) -> Reply:
    """Return the figures of the seven days up to the last. Raises SQLAlchemyError."""
    first = last - WEEK + timedelta(days=1)
    return statistics(await counts.between(first, last), first, last, faq)
