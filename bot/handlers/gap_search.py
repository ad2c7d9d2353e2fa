"""Finds the questions that several people shared and the content does not answer."""

from __future__ import annotations

import asyncio

from bot.concurrency import release
from bot.gaps.questions import undecided
from bot.store.shared_questions import SharedQuestions
from faq.assistant import Assistant
from faq.gaps import Gap, GapFinder


class GapSearch:
    """Searches the shared questions on which no curator has decided.

    Args:
        shared: the questions.
        assistant: not an instrumented one, because a shared question is asked again by no user.
        finder: remembers the vectors of the last search.

    """

    def __init__(self, shared: SharedQuestions, assistant: Assistant, finder: GapFinder) -> None:
        self._shared, self._assistant, self._finder = shared, assistant, finder

    async def find(self) -> tuple[Gap, ...]:
        """Return the gaps, the most asked for first, in a few seconds. Raises SQLAlchemyError and CryptoError."""
        asked = undecided(await self._shared.for_curators())
        release()  # meanwhile, another chat's update is processed
        return await asyncio.to_thread(self._finder.find, asked, self._assistant)

    async def by_id(self, id_: str) -> Gap | None:
        """Return the gap whose representative is a question; None if it is no gap any more."""
        return next((gap for gap in await self.find() if gap.id == id_), None)
