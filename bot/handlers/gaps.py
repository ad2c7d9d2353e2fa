"""The admins' command /gaps, and its buttons that accept a phrasing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.gap_search import GapSearch
from bot.handlers.messages import post
from bot.handlers.phrasings import Accepted, NotAddedError, Phrasings
from bot.handlers.state import HandlerState
from bot.handlers.updates import new_message
from bot.models import Decision
from bot.store.shared_questions import SharedQuestions
from bot.views import callback_data, gaps
from bot.views.reply import Reply
from faq.assistant import Assistant
from faq.gaps import Gap
from faq.models import Entry


@dataclass(frozen=True, slots=True)
class Curation:
    """The content that the admins curate.

    Attributes:
        assistant: of the content; not an instrumented one, because it asks no user's question.
        phrasings: where accepted phrasings go.

    """

    assistant: Assistant
    phrasings: Phrasings


class Gaps:
    """Shows gaps, and adds the question of one to an entry as a phrasing.

    Args:
        shared: the questions that are searched and decided on.
        curation: the assistant of the content, and where accepted phrasings go.
        state: has the admins.

    """

    def __init__(self, shared: SharedQuestions, curation: Curation, state: HandlerState) -> None:
        self._faq, self._phrasings, self._shared = curation.assistant.faq, curation.phrasings, shared
        self._search = GapSearch(shared, curation.assistant, state.gap_finder)
        self._admins, self._lock = state.admins, state.gap_lock

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the gaps that most people asked for."""
        async with self._lock:
            found = await self._search.find()
        await post(new_message(update), gaps.gaps(found))

    def admits(self, query: CallbackQuery) -> bool:
        """Return whether a press is by an admin in private. Any client can send callback data that it knows."""
        message = query.message
        return message is not None and message.chat.type == ChatType.PRIVATE and query.from_user.id in self._admins

    async def accept(self, query: CallbackQuery, data: callback_data.AcceptGap) -> None:
        """Add the question of a gap to an entry as a phrasing, and post the result."""
        async with self._lock:
            reply = await self._accepted(query, data)
        if isinstance(query.message, Message):
            await post(query.message, reply)

    async def _accepted(self, query: CallbackQuery, data: callback_data.AcceptGap) -> Reply:
        gap, entry = await self._search.by_id(data.question), self._faq.by_id.get(data.entry)
        if gap is None or entry is None:
            return gaps.gone()
        try:
            return await self._write(gap, entry, query.from_user.full_name)
        except NotAddedError as fault:
            return gaps.refused(str(fault))

    async def _write(self, gap: Gap, entry: Entry, who: str) -> Reply:
        text = gap.representative.text
        accepted = Accepted(entry.id, text, who, gap.askers)
        review = await asyncio.to_thread(self._phrasings.write, accepted)
        await self._shared.decide(gap.ids, Decision.ACCEPTED)
        return gaps.added(entry, text, review)
