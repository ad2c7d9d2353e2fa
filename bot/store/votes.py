"""Whether answers helped: one vote for each person and answer, which may change. Knows people by alias only."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Vote
from bot.store.sql import change, insert, rows
from bot.store.tables import VOTES

KEPT = 180 * 86400
"""Seconds that a vote counts."""


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of the last half year."""

    engine: AsyncEngine
    clock: Callable[[], float] = time.time

    async def cast(self, voter: str, about: str, entry: str, vote: Vote) -> bool:
        """Let this be a person's vote about an answer. Returns whether that changed anything.

        `voter` is an alias, `about` the digest of what names the answer.
        """
        told = {"entry": entry, "vote": vote.value, "at": int(self.clock())}
        add = insert(self.engine, VOTES).values(voter=voter, about=about, **told)
        key = (VOTES.c.voter, VOTES.c.about)
        # An edited question has another answer in the same place: the same vote there is about another entry.
        differs = or_(VOTES.c.vote != vote.value, VOTES.c.entry != entry)
        return await change(self.engine, add.on_conflict_do_update(index_elements=key, set_=told, where=differs)) > 0

    async def tally(self) -> dict[str, dict[Vote, int]]:
        """How often each entry got each vote; every vote is in it, if only with 0."""
        query = select(VOTES.c.entry, VOTES.c.vote, func.count()).group_by(VOTES.c.entry, VOTES.c.vote)
        tally: dict[str, dict[Vote, int]] = {}
        for entry, vote, number in await rows(self.engine, query.order_by(VOTES.c.entry)):
            tally.setdefault(entry, dict.fromkeys(Vote, 0))[Vote(vote)] = number
        return tally

    async def forget(self, voter: str) -> int:
        """Delete a person's votes, by alias; return how many there were."""
        return await change(self.engine, delete(VOTES).where(VOTES.c.voter == voter))

    async def tidy(self) -> None:
        """Drop the votes that no longer count."""
        await change(self.engine, delete(VOTES).where(VOTES.c.at < int(self.clock()) - KEPT))
