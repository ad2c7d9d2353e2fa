"""Votes: one for each person and answer, changeable, counted for half a year."""

from __future__ import annotations

from bot.models import Vote
from bot.store.store import Store
from bot.store.votes import KEPT
from tests.bot.database_fixtures import Clock

ANN, BEN, ANSWER = "a" * 32, "b" * 32, "0" * 16


async def test_a_person_has_one_vote_on_an_answer_and_may_change_it(store: Store) -> None:
    assert await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    assert not await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    assert await store.votes.cast(ANN, ANSWER, "low", Vote.UNHELPFUL)
    assert await store.votes.tally() == {"low": {Vote.HELPFUL: 0, Vote.UNHELPFUL: 1, Vote.NONE_OF_THESE: 0}}


async def test_votes_are_counted_by_entry_and_no_entry_counts_too(store: Store) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, "1" * 16, "", Vote.NONE_OF_THESE)
    tally = await store.votes.tally()
    assert tally["low"][Vote.HELPFUL] == 2
    assert tally[""][Vote.NONE_OF_THESE] == 1


async def test_a_person_who_is_forgotten_has_no_vote_left_and_others_keep_theirs(store: Store) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(ANN, "1" * 16, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, ANSWER, "low", Vote.HELPFUL)
    assert await store.votes.forget(ANN) == 2
    assert await store.votes.forget(ANN) == 0
    assert (await store.votes.tally())["low"][Vote.HELPFUL] == 1


async def test_a_vote_counts_for_180_days(store: Store, clock: Clock) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    clock.now += KEPT
    await store.votes.tidy()
    assert await store.votes.tally()
    clock.now += 1
    await store.votes.tidy()
    assert await store.votes.tally() == {}
