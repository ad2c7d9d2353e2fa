"""Votes on answers: one for each user and answer."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Vote
from bot.store import retention
from bot.store.sql import change, insert, rows
from bot.store.tables import VOTES


class Votes:
    """The votes, by the voter's pseudonym."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    async def cast(self, voter: str, about: str, entry: str, vote: Vote) -> bool:
        """Set a user's vote on an answer, and return whether that changed anything.

        Args:
            voter: the user's pseudonym.
            about: the digest of the answer's identity.
            entry: the id of the answer's entry; empty for none.
            vote: replaces an earlier vote.

        """
        values = {"entry": entry, "vote": vote.value, "at": int(self._clock())}
        add = insert(self._engine, VOTES).values(voter=voter, about=about, **values)
        key = (VOTES.c.voter, VOTES.c.about)
        # An edited question has another answer in the same place: the same vote there is about another entry.
        differs = or_(VOTES.c.vote != vote.value, VOTES.c.entry != entry)
        return await change(self._engine, add.on_conflict_do_update(index_elements=key, set_=values, where=differs)) > 0

    async def tally(self) -> dict[str, dict[Vote, int]]:
        """Return the number of votes of each kind, by entry."""
        query = select(VOTES.c.entry, VOTES.c.vote, func.count()).group_by(VOTES.c.entry, VOTES.c.vote)
        tally: dict[str, dict[Vote, int]] = {}
        for entry, vote, number in await rows(self._engine, query.order_by(VOTES.c.entry)):
            tally.setdefault(entry, dict.fromkeys(Vote, 0))[Vote(vote)] = number
        return tally

    async def forget(self, voter: str) -> int:
        """Delete a user's votes, and return their number."""
        return await change(self._engine, delete(VOTES).where(VOTES.c.voter == voter))

    async def delete_expired(self) -> None:
        """Delete votes beyond their retention period."""
        oldest = int(self._clock() - retention.VOTES.total_seconds())
        await change(self._engine, delete(VOTES).where(VOTES.c.at < oldest))
