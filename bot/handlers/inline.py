"""Inline mode: `@bot question` in any chat, answered while it is being typed.

It is a search box first, because most of what is typed is the beginning of a word. What the matcher is sure of comes
before the titles that the search finds, and what it thinks likely after them.

Every query is answered, if need be with no result, because the user's client waits for it. A query is not retried: by
then the user has typed on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
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
from faq.outcome import Foreign, Found, Match, NotFound, Outcome, Referred, Unsure, Urgent
from faq.title_search import TitleSearch

MAX_LENGTH = 256
"""Telegram's limit for a query, in characters."""
MIN_LENGTH = 3
"""Letters and digits from which on a query is asked; a shorter one is searched for, or lists all entries."""
SCORE_FACTOR = 0.5
"""Share of the threshold for suggestions that is enough here, where users see each question before choosing."""
LIKELY = 0.1
"""But never less than this probability: "que es" resembles the question on caffeine a little."""
TIMEOUT = 10.0
"""Seconds after which Telegram no longer accepts an answer."""

log = logging.getLogger(__name__)


class Inline:
    """Answers inline queries."""

    def __init__(self, assistant: Answering, throttle: Throttle, version: str) -> None:
        self._assistant, self._throttle, self._version = assistant, throttle, version
        self._titles: TitleSearch | None = None

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
            chosen = await self._search(text) or tuple(chain.from_iterable(faq.topics.values()))
            return inline.page(chosen, number, faq, self._version, browsing=True)
        outcome = await self._outcome(query, text)
        if isinstance(outcome, Urgent):
            return inline.urgent_page(outcome, faq, self._version)
        if outcome is None or await self._throttle.check(query.from_user.id, None) is not Verdict.ALLOWED:
            return NO_RESULTS
        bound = max(SCORE_FACTOR * self._assistant.thresholds.suggest, LIKELY)
        chosen = _chosen(outcome, await self._search(text), bound)
        return inline.page(chosen, number, faq, self._version, browsing=False)

    async def _outcome(self, query: InlineQuery, text: str) -> Outcome | None:
        """Return the outcome of a text; beyond its author's limit only an emergency."""
        if self._throttle.is_exhausted(query.from_user.id):
            return await asyncio.to_thread(self._assistant.emergency, text)
        return self._assistant.ask(text)

    async def _search(self, text: str) -> tuple[Entry, ...]:
        """Return the entries with the words that were typed."""
        if self._titles is None:  # in a thread, because indexing takes longer than other updates should wait
            self._titles = await asyncio.to_thread(TitleSearch.of, self._assistant.faq)
        return self._titles.search(text)


def _chosen(outcome: Outcome, titles: tuple[Entry, ...], bound: float) -> tuple[Entry, ...]:
    """Return the entries to offer, the likeliest first, each once."""
    match outcome:
        case Found() | Referred():
            return _distinct((outcome.entry, *outcome.also), titles, _likely(outcome.candidates, bound))
        case Unsure() | NotFound():
            return _distinct(titles, _likely(outcome.candidates, bound))
        case Foreign(score=score, suggestion=Entry() as suggestion) if score >= bound:
            return _distinct((suggestion,), titles)
        case _:  # the beginning of a word may be taken for another language: "caffe"
            return titles


def _likely(candidates: tuple[Match, ...], bound: float) -> tuple[Entry, ...]:
    return tuple(match.entry for match in candidates if match.score >= bound)


def _distinct(*groups: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.id: entry for entry in chain(*groups)}.values())


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
