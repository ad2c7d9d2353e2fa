"""The shared questions that are open, and the curators' decisions on them: `SharedGaps`. The bot may run meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable

from bot.config.settings import StoreSettings
from bot.models import Decision, SharedQuestion
from bot.store.database import open_beside, open_readonly
from bot.store.shared_questions import SharedQuestions
from faq.gaps import Asked


def undecided(shared: Iterable[SharedQuestion]) -> tuple[Asked, ...]:
    """Return the questions on which no curator has decided."""
    return tuple(Asked(each.text, each.asker, each.day, each.id) for each in shared if each.decision is None)


class SharedGaps:
    """Opens the database for each call only, so that no connection is held while a curator thinks."""

    def __init__(self, settings: StoreSettings) -> None:
        self._url, self._crypto = settings.database_url.get_secret_value(), settings.crypto()

    def open_questions(self) -> tuple[Asked, ...]:
        """Return the questions without a decision. Raises DatabaseError and CryptoError."""
        return undecided(asyncio.run(self._questions()))

    def decide(self, ids: Collection[str], decision: Decision | None) -> None:
        """Store a decision on questions; None opens them again. Raises DatabaseError."""
        asyncio.run(self._decide(ids, decision))

    async def _questions(self) -> tuple[SharedQuestion, ...]:
        async with open_readonly(self._url) as engine:
            return await SharedQuestions(engine, self._crypto).for_curators()

    async def _decide(self, ids: Collection[str], decision: Decision | None) -> None:
        async with open_beside(self._url) as engine:
            await SharedQuestions(engine, self._crypto).decide(ids, decision)
