"""Answers: each question is claimed once and answered once, and what was answered is known for two days."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Answer
from bot.store.answer_log import AT_ONCE, CLAIMED, KEPT, Answers
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.store import Store, at_work
from tests.bot.database_fixtures import NOON, Clock

GROUP, PRIVATE = -1_002_123_456_789, 6_123_456_789
ANN, BEN, DIGEST = "a" * 32, "b" * 32, "d" * 16
PLAIN = Answer(GROUP, 1, 101, None, "low", ANN, DIGEST, asked=True, at=NOON, remove_at=None)


def given(**different: Any) -> Answer:
    """An answer that was given at noon."""
    return replace(PLAIN, **different)


async def test_a_question_is_claimed_once_whoever_else_wants_it(store: Store) -> None:
    claims = (store.answers.claim(GROUP, 1, ANN, DIGEST) for _ in range(5))
    assert sorted(await asyncio.gather(*claims)) == [False] * 4 + [True]
    assert await store.answers.claim(PRIVATE, 1, ANN, DIGEST), "the same number in another chat is another question"


async def test_a_claim_is_known_by_its_question_until_the_answer_takes_its_place(store: Store) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    claimed = await store.answers.of_question(GROUP, 1)
    assert claimed == given(message_id=None, entry="")
    await store.answers.record(given())
    assert await store.answers.of_question(GROUP, 1) == given()
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)


async def test_a_claim_that_is_released_may_be_made_again_and_an_answer_is_never_released(store: Store) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    await store.answers.release(GROUP, 1)
    assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
    await store.answers.record(given())
    await store.answers.release(GROUP, 1)
    assert await store.answers.of_question(GROUP, 1) == given()


@pytest.mark.parametrize("way", [1, -1], ids=["in time", "of a clock that went ahead"])
async def test_a_claim_without_an_answer_lapses(store: Store, clock: Clock, way: int) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    clock.now += way * (CLAIMED - 1)
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)
    clock.now += way
    assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)


async def test_a_run_that_has_the_database_to_itself_releases_what_the_one_before_died_over(
    sqlite: str, crypto: Crypto
) -> None:
    async with opened(sqlite) as engine:
        await Store.of(engine, crypto).answers.claim(GROUP, 1, ANN, DIGEST)
        await Store.of(engine, crypto).answers.record(given(question_id=2))
    async with opened(sqlite) as engine:
        store = Store.of(engine, crypto, Clock())
        async with at_work(store):
            assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
            assert not await store.answers.claim(GROUP, 2, ANN, DIGEST)


async def test_an_answer_is_found_by_its_own_message_until_it_is_removed(store: Store) -> None:
    await store.answers.record(given())
    assert await store.answers.of_message(GROUP, 101) == given()
    assert await store.answers.of_message(PRIVATE, 101) is None
    await store.answers.removed(GROUP, 101)
    assert await store.answers.of_message(GROUP, 101) is None


async def test_an_edited_question_gets_its_answer_recorded_anew(store: Store) -> None:
    await store.answers.record(given())
    await store.answers.record(given(entry="store", digest="e" * 16, thread_id=7))
    assert await store.answers.of_question(GROUP, 1) == given(entry="store", digest="e" * 16, thread_id=7)


async def test_the_same_answer_is_recent_in_its_own_thread_for_so_long(store: Store, clock: Clock) -> None:
    await store.answers.record(given())
    await store.answers.record(given(question_id=2, message_id=102, at=NOON + 5))
    await store.answers.record(given(question_id=3, message_id=103, thread_id=7))
    await store.answers.claim(GROUP, 4, ANN, DIGEST)
    recent = store.answers.recent
    clock.now += 600
    assert await recent(GROUP, None, "low", 600) == given(question_id=2, message_id=102, at=NOON + 5)
    assert await recent(GROUP, 7, "low", 600) == given(question_id=3, message_id=103, thread_id=7)
    assert await recent(GROUP, 7, "low", 599) is None
    assert await recent(GROUP, 8, "low", 600) is None
    assert await recent(GROUP, None, "store", 600) is None
    assert await recent(PRIVATE, None, "low", 600) is None


async def test_the_chat_remembers_when_it_last_heard_what_nobody_had_asked_for(store: Store) -> None:
    assert await store.answers.last_unasked(GROUP) is None
    await store.answers.record(given())
    await store.answers.record(given(question_id=2, asked=False, at=NOON - 20))
    await store.answers.record(given(question_id=3, asked=False, at=NOON - 10))
    assert await store.answers.last_unasked(GROUP) == NOON - 10
    assert await store.answers.last_unasked(PRIVATE) is None


async def test_what_is_due_is_named_with_its_chat_even_where_only_an_alias_is_kept(store: Store) -> None:
    in_group, in_private = given(remove_at=NOON + 20), given(chat_id=PRIVATE, remove_at=NOON + 10)
    for answer in (in_group, in_private, given(question_id=2)):
        await store.answers.record(answer)
    assert await store.answers.due(NOON + 9) == ()
    assert await store.answers.due(NOON + 10) == (in_private,)
    assert await store.answers.due(NOON + 20.5) == (in_private, in_group)


async def test_no_more_are_named_as_due_at_once_than_can_be_removed(store: Store) -> None:
    for number in range(AT_ONCE + 1):
        await store.answers.record(given(question_id=number, remove_at=NOON))
    assert len(await store.answers.due(NOON)) == AT_ONCE


async def test_what_another_key_sealed_is_not_named_as_due(engine: AsyncEngine, store: Store) -> None:
    await store.answers.record(given(chat_id=PRIVATE, remove_at=NOON))
    await store.answers.record(given(remove_at=NOON))
    other = Answers(engine, Crypto.of("A" * 43 + "="))
    assert await other.due(NOON) == (given(remove_at=NOON),)


async def test_answers_are_known_for_two_days(store: Store, clock: Clock) -> None:
    await store.answers.record(given())
    clock.now += KEPT
    await store.answers.tidy()
    assert await store.answers.of_question(GROUP, 1)
    clock.now += 1
    await store.answers.tidy()
    assert await store.answers.of_question(GROUP, 1) is None


async def test_of_too_many_the_oldest_go_first(store: Store) -> None:
    for number in range(5):
        await store.answers.record(given(question_id=number, at=NOON + number))
    await replace(store.answers, most=2).tidy()
    left = [number for number in range(5) if await store.answers.of_question(GROUP, number)]
    assert left == [3, 4]


async def test_a_person_who_is_forgotten_has_no_answers_left(store: Store, crypto: Crypto) -> None:
    ann = crypto.pseudonym(PRIVATE)
    await store.answers.record(given(asker=ann))
    await store.answers.record(given(asker=ann, chat_id=PRIVATE))
    await store.answers.record(given(asker=BEN, question_id=2))
    assert await store.answers.forget(ann) == 2
    assert await store.answers.of_question(GROUP, 2)
