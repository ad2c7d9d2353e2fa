"""Inline mode: `@bot question` in any chat, answered while it is still being typed, and what was chosen of it.

Every query gets an answer, if an empty one: an open query turns in the person's chat until it is too old. None is
put off: by the next try nobody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from itertools import chain

from telegram import InlineQuery, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.handlers.throttle import Throttle, Verdict
from bot.log import where
from bot.store.counts import Count
from bot.store.store import Store
from bot.views import inline
from bot.views.inline import NOT_NOW, Page
from faq.assistant import Assistant
from faq.models import Entry
from faq.outcome import Found, Outcome, Referred, Urgent

LONGEST = 256
"""Characters of a query that are read: what Telegram lets people type."""
FEWEST = 3
"""Letters and digits from which on a query is looked up; before, it shows what there is."""
FLOOR = 0.5
"""How much of the score for a suggestion is enough here, where the person sees each question before choosing."""
LATEST = 10.0
"""Seconds after which Telegram takes no answer to a query."""
_TOO_OLD = "query is too old"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inline:
    """Answers inline queries, and counts what was chosen."""

    assistant: Assistant
    store: Store
    throttle: Throttle
    version: str
    """That of the content."""

    async def queried(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what is typed so far."""
        query = update.inline_query
        assert query is not None, "the handler takes only inline queries"
        try:
            page = await self._page(query)
        except Exception as fault:  # whatever went wrong, the query is answered
            log.error("update %d: %s", update.update_id, where(fault))
            page = NOT_NOW
        await _answer(query, page, update.update_id)

    async def chosen(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Count a result that was posted, also one of an older content. Ids that are not ours count for nothing."""
        chosen = update.chosen_inline_result
        assert chosen is not None, "the handler takes only chosen results"
        entry = inline.entry_of(chosen.result_id)
        if entry in self.assistant.faq.by_id:
            await self.store.counts.add(Count.CHOSEN, entry)

    async def _page(self, query: InlineQuery) -> Page:
        faq, text, number = self.assistant.faq, query.query[:LONGEST], _number(query.offset)
        if sum(map(str.isalnum, text)) < FEWEST:
            everything = tuple(chain.from_iterable(faq.topics.values()))
            return inline.page(everything, number, faq, self.version, browsing=True)
        outcome = self.assistant.ask(text)
        if isinstance(outcome, Urgent):
            return inline.urgent_page(outcome.reply, self.version)
        if await self.throttle.check(query.from_user.id, None) is not Verdict.ALLOWED:
            return NOT_NOW
        fitting = _fitting(outcome, FLOOR * self.assistant.thresholds.suggest)
        return inline.page(fitting, number, faq, self.version, browsing=False)


def _fitting(outcome: Outcome, floor: float) -> tuple[Entry, ...]:
    """What a query may mean: what is sure, then what is likely enough, each once."""
    sure = (outcome.entry, *outcome.also) if isinstance(outcome, Found | Referred) else ()
    likely = (match.entry for match in outcome.candidates if match.score >= floor)
    return tuple({entry.id: entry for entry in (*sure, *likely)}.values())


def _number(offset: str) -> int:
    """The page that an offset names; the first for one that is not ours."""
    return int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 5 else 0


async def _answer(query: InlineQuery, page: Page, update_id: int) -> None:
    """Answer a query; with nothing, if Telegram refuses what was found."""
    try:
        async with asyncio.timeout(LATEST):
            await _send(query, page)
    except (TelegramError, TimeoutError) as fault:
        refusal = fault.message if isinstance(fault, TelegramError) else where(fault)
        log.info("update %d: an inline query could not be answered: %s", update_id, refusal)
        if isinstance(fault, BadRequest) and _TOO_OLD not in refusal.casefold() and page.results:
            await _answer(query, NOT_NOW, update_id)


async def _send(query: InlineQuery, page: Page) -> None:
    await query.answer(
        page.results, page.cache_time, is_personal=page.personal, next_offset=page.next_offset, button=page.button
    )
