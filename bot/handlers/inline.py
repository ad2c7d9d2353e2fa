"""Inline mode: `@bot question` in any chat, answered while it is being typed.

Every query is answered, if need be with no result, because the user's client waits for it. A query is not retried: by
then the user has typed on.
"""

from __future__ import annotations

import asyncio
import logging
from itertools import chain

from telegram import InlineQuery, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.handlers.messages import is_too_old
from bot.handlers.throttle import Throttle, Verdict
from bot.handlers.updates import inline_query
from bot.log import describe
from bot.views import inline
from bot.views.inline import NO_RESULTS, Page
from faq.assistant import Answering
from faq.models import Entry
from faq.outcome import Found, Outcome, Referred, Urgent

MAX_LENGTH = 256
"""Telegram's limit for a query, in characters."""
MIN_LENGTH = 3
"""Letters and digits from which on a query is looked up; a shorter one lists all entries."""
SCORE_FACTOR = 0.5
"""Share of the threshold for suggestions that is enough here, where users see each question before choosing."""
TIMEOUT = 10.0
"""Seconds after which Telegram no longer accepts an answer."""

log = logging.getLogger(__name__)


class Inline:
    """Answers inline queries."""

    def __init__(self, assistant: Answering, throttle: Throttle, version: str) -> None:
        self._assistant, self._throttle, self._version = assistant, throttle, version

    async def queried(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the text typed so far."""
        query = inline_query(update)
        try:
            page = await self._page(query)
        except Exception as fault:  # the query must be answered all the same
            log.error("update %d: %s", update.update_id, describe(fault))
            page = NO_RESULTS
        await _answer(query, page, update.update_id)

    async def _page(self, query: InlineQuery) -> Page:
        faq, text, number = self._assistant.faq, query.query[:MAX_LENGTH], _page_number(query.offset)
        if sum(map(str.isalnum, text)) < MIN_LENGTH:
            everything = tuple(chain.from_iterable(faq.topics.values()))
            return inline.page(everything, number, faq, self._version, browsing=True)
        outcome = self._assistant.ask(text)
        if isinstance(outcome, Urgent):
            return inline.urgent_page(outcome, faq, self._version)
        if await self._throttle.check(query.from_user.id, None) is not Verdict.ALLOWED:
            return NO_RESULTS
        matching = _matching(outcome, SCORE_FACTOR * self._assistant.thresholds.suggest)
        return inline.page(matching, number, faq, self._version, browsing=False)


def _matching(outcome: Outcome, threshold: float) -> tuple[Entry, ...]:
    """Return the entries of the answer, then the other likely ones."""
    answer = (outcome.entry, *outcome.also) if isinstance(outcome, Found | Referred) else ()
    likely = (match.entry for match in outcome.candidates if match.score >= threshold)
    return tuple({entry.id: entry for entry in (*answer, *likely)}.values())


def _page_number(offset: str) -> int:
    return int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 5 else 0


async def _answer(query: InlineQuery, page: Page, update_id: int) -> None:
    """Answer a query; if Telegram refuses the results, answer without any."""
    try:
        async with asyncio.timeout(TIMEOUT):
            await _send(query, page)
    except (TelegramError, TimeoutError) as fault:
        reason = fault.message if isinstance(fault, TelegramError) else describe(fault)
        log.info("update %d: an inline query could not be answered: %s", update_id, reason)
        if isinstance(fault, BadRequest) and not is_too_old(fault) and page.results:
            await _answer(query, NO_RESULTS, update_id)


async def _send(query: InlineQuery, page: Page) -> None:
    await query.answer(
        page.results, page.cache_time, is_personal=page.personal, next_offset=page.next_offset, button=page.button
    )
