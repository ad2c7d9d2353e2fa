"""Votes: one for each user and answer, changeable, stored for half a year."""

from __future__ import annotations

from bot.models import Vote
from bot.store import retention
from bot.store.store import Store
from tests.bot.database_fixtures import Clock

ANN, BEN, ANSWER = "a" * 32, "b" * 32, "0" * 16


async def test_a_user_has_one_vote_on_an_answer_and_may_change_it(store: Store) -> None:
    assert await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    assert not await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    assert await store.votes.cast(ANN, ANSWER, "low", Vote.UNHELPFUL)
    assert await store.votes.tally() == {"low": {Vote.HELPFUL: 0, Vote.UNHELPFUL: 1, Vote.NONE_OF_THESE: 0}}


async def test_votes_are_counted_by_entry_including_votes_on_no_entry(store: Store) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, "1" * 16, "", Vote.NONE_OF_THESE)
    tally = await store.votes.tally()
    assert tally["low"][Vote.HELPFUL] == 2
    assert tally[""][Vote.NONE_OF_THESE] == 1


async def test_a_forgotten_user_has_no_votes_left_and_others_keep_theirs(store: Store) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    await store.votes.cast(ANN, "1" * 16, "low", Vote.HELPFUL)
    await store.votes.cast(BEN, ANSWER, "low", Vote.HELPFUL)
    assert await store.votes.forget(ANN) == 2
    assert await store.votes.forget(ANN) == 0
    assert (await store.votes.tally())["low"][Vote.HELPFUL] == 1


async def test_a_vote_is_stored_for_180_days(store: Store, clock: Clock) -> None:
    await store.votes.cast(ANN, ANSWER, "low", Vote.HELPFUL)
    clock.now += retention.VOTES.total_seconds()
    await store.votes.delete_expired()
    assert await store.votes.tally()
    clock.now += 1
    await store.votes.delete_expired()
    assert await store.votes.tally() == {}
