"""The answer log: each question is claimed and answered once, and answers are stored for two days."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import NO_MESSAGE, Answer
from bot.store import retention
from bot.store.answer_log import CLAIM_TIMEOUT, DUE_BATCH, AnswerLog
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store, open_store
from tests.bot.database_fixtures import NOON, Clock

GROUP, PRIVATE = -1_002_123_456_789, 6_123_456_789
ANN, BEN, DIGEST = "a" * 32, "b" * 32, "d" * 16
PLAIN = Answer(GROUP, 1, 101, None, "low", ANN, DIGEST, asked=True, at=NOON, remove_at=None)


def given(**changes: Any) -> Answer:
    """Return an answer that was given at noon."""
    return replace(PLAIN, **changes)


async def test_a_question_is_claimed_once_even_by_concurrent_calls(store: Store) -> None:
    claims = (store.answers.claim(GROUP, 1, ANN, DIGEST) for _ in range(5))
    assert sorted(await asyncio.gather(*claims)) == [False] * 4 + [True]
    assert await store.answers.claim(PRIVATE, 1, ANN, DIGEST), "the same number in another chat is another question"


async def test_a_claim_is_found_by_its_question_until_the_answer_replaces_it(store: Store) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    claimed = await store.answers.of_question(GROUP, 1)
    assert claimed == given(message_id=None, entry="")
    await store.answers.record(given())
    assert await store.answers.of_question(GROUP, 1) == given()
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)


async def test_a_released_claim_can_be_made_again_but_an_answer_is_never_released(store: Store) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    await store.answers.release(GROUP, 1)
    assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
    await store.answers.record(given())
    await store.answers.release(GROUP, 1)
    assert await store.answers.of_question(GROUP, 1) == given()


@pytest.mark.parametrize("direction", [1, -1], ids=["in time", "after a clock was fast"])
async def test_a_claim_without_an_answer_expires(store: Store, clock: Clock, direction: int) -> None:
    await store.answers.claim(GROUP, 1, ANN, DIGEST)
    clock.now += direction * (CLAIM_TIMEOUT - 1)
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)
    clock.now += direction
    assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)


async def test_a_run_that_holds_the_database_alone_releases_the_claims_of_a_crashed_run(
    sqlite: str, crypto: Crypto
) -> None:
    async with open_database(sqlite) as engine:
        await Store(engine, crypto).answers.claim(GROUP, 1, ANN, DIGEST)
        await Store(engine, crypto).answers.record(given(question_id=2))
    async with open_database(sqlite) as engine, open_store(engine, crypto, Clock()) as store:
        assert await store.answers.claim(GROUP, 1, ANN, DIGEST)
        assert not await store.answers.claim(GROUP, 2, ANN, DIGEST)


async def test_an_answer_is_found_by_its_own_message_until_it_is_removed(store: Store) -> None:
    await store.answers.record(given())
    assert await store.answers.of_message(GROUP, 101) == given()
    assert await store.answers.of_message(PRIVATE, 101) is None
    await store.answers.removed(GROUP, 101)
    assert await store.answers.of_message(GROUP, 101) is None


async def test_of_a_removed_answer_only_that_there_was_one_is_kept(store: Store) -> None:
    await store.answers.record(given(remove_at=NOON, thread_id=7))
    await store.answers.removed(GROUP, 101)
    kept = Answer(GROUP, 1, NO_MESSAGE, 7, "", "", "", asked=True, at=NOON, remove_at=None)
    assert await store.answers.of_question(GROUP, 1) == kept
    assert await store.answers.due(NOON) == ()
    assert not await store.answers.claim(GROUP, 1, ANN, DIGEST)


async def test_an_edited_question_gets_its_answer_recorded_anew(store: Store) -> None:
    await store.answers.record(given())
    await store.answers.record(given(entry="store", digest="e" * 16, thread_id=7))
    assert await store.answers.of_question(GROUP, 1) == given(entry="store", digest="e" * 16, thread_id=7)


async def test_an_answer_is_recent_in_its_own_thread_for_the_given_time(store: Store, clock: Clock) -> None:
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


async def test_what_was_told_last_is_found_by_its_asker_and_thread_for_fifteen_minutes(
    store: Store, clock: Clock
) -> None:
    await store.answers.record(given())
    await store.answers.record(last := given(question_id=2, message_id=102, at=NOON + 5, entry="?low?store"))
    await store.answers.record(bens := given(question_id=3, message_id=103, at=NOON + 6, asker=BEN))
    await store.answers.record(in_topic := given(question_id=4, message_id=104, at=NOON + 7, thread_id=7))
    await store.answers.claim(GROUP, 5, ANN, DIGEST)
    told = store.answers.last_told
    assert await told(GROUP, None, ANN, but_for=6) == last
    assert await told(GROUP, None, ANN, but_for=2) == given(), "other than to the question that is read now"
    assert await told(GROUP, None, BEN, but_for=6) == bens
    assert await told(GROUP, 7, ANN, but_for=6) == in_topic
    assert await told(GROUP, 8, ANN, but_for=6) is None
    assert await told(PRIVATE, None, ANN, but_for=6) is None
    clock.now = NOON + 5 + retention.CONTEXT.total_seconds()
    assert await told(GROUP, None, ANN, but_for=6) == last
    clock.now += 1
    assert await told(GROUP, None, ANN, but_for=6) is None


async def test_a_message_that_told_nothing_does_not_hide_what_was_told_before(store: Store) -> None:
    await store.answers.record(given())
    await store.answers.record(given(question_id=2, message_id=102, at=NOON + 5, entry=""))
    assert await store.answers.last_told(GROUP, None, ANN, but_for=3) == given()


async def test_what_had_been_told_when_a_question_was_asked_is_not_what_was_told_since(store: Store) -> None:
    await store.answers.record(given())
    await store.answers.record(given(question_id=3, message_id=103, at=NOON + 5, entry="store"))
    assert await store.answers.told_before(GROUP, None, ANN, question_id=2, asked_at=NOON + 2) == given()
    too_late = NOON + 1 + retention.CONTEXT.total_seconds()
    assert await store.answers.told_before(GROUP, None, ANN, question_id=2, asked_at=too_late) is None


async def test_nothing_was_told_to_a_forgotten_user(store: Store) -> None:
    await store.answers.record(given())
    await store.answers.forget(ANN)
    assert await store.answers.last_told(GROUP, None, ANN, but_for=2) is None


async def test_the_time_of_the_last_unprompted_answer_is_stored(store: Store) -> None:
    assert await store.answers.last_unasked(GROUP) is None
    await store.answers.record(given())
    await store.answers.record(given(question_id=2, asked=False, at=NOON - 20))
    await store.answers.record(given(question_id=3, asked=False, at=NOON - 10))
    assert await store.answers.last_unasked(GROUP) == NOON - 10
    assert await store.answers.last_unasked(PRIVATE) is None


async def test_due_answers_have_their_chat_id_even_if_only_a_pseudonym_is_stored(store: Store) -> None:
    in_group, in_private = given(remove_at=NOON + 20), given(chat_id=PRIVATE, remove_at=NOON + 10)
    for answer in (in_group, in_private, given(question_id=2)):
        await store.answers.record(answer)
    assert await store.answers.due(NOON + 9) == ()
    assert await store.answers.due(NOON + 10) == (in_private,)
    assert await store.answers.due(NOON + 20.5) == (in_private, in_group)


async def test_what_belongs_to_a_message_is_due_once_the_message_is_removed(store: Store, clock: Clock) -> None:
    sources = given(question_id=102, message_id=102, entry="", part_of=101)
    later = given(question_id=103, message_id=103, entry="", part_of=101, remove_at=NOON + 900)
    others = (given(question_id=105, message_id=105, part_of=104), given(chat_id=GROUP - 1, question_id=2, part_of=101))
    for answer in (given(), sources, later, *others):
        await store.answers.record(answer)
    assert await store.answers.of_message(GROUP, 102) == sources
    clock.now += 10
    assert await store.answers.due(clock.now) == ()
    await store.answers.removed(GROUP, 101)
    due = await store.answers.due(clock.now)
    assert set(due) == {replace(sources, remove_at=NOON + 10), replace(later, remove_at=NOON + 10)}


async def test_due_returns_a_limited_number_of_answers(store: Store) -> None:
    for number in range(DUE_BATCH + 1):
        await store.answers.record(given(question_id=number, remove_at=NOON))
    assert len(await store.answers.due(NOON)) == DUE_BATCH


async def test_answers_encrypted_with_another_key_are_not_due(engine: AsyncEngine, store: Store) -> None:
    await store.answers.record(given(chat_id=PRIVATE, remove_at=NOON))
    await store.answers.record(given(remove_at=NOON))
    other = AnswerLog(engine, Crypto("A" * 43 + "="))
    assert await other.due(NOON) == (given(remove_at=NOON),)


async def test_answers_are_stored_for_two_days(store: Store, clock: Clock) -> None:
    await store.answers.record(given())
    clock.now += retention.ANSWERS.total_seconds()
    await store.answers.delete_expired()
    assert await store.answers.of_question(GROUP, 1)
    clock.now += 1
    await store.answers.delete_expired()
    assert await store.answers.of_question(GROUP, 1) is None


async def test_of_too_many_answers_the_oldest_are_deleted(store: Store) -> None:
    for number in range(5):
        await store.answers.record(given(question_id=number, at=NOON + number))
    await AnswerLog(store.engine, store.crypto, store.answers.clock, max_rows=2).delete_expired()
    left = [number for number in range(5) if await store.answers.of_question(GROUP, number)]
    assert left == [3, 4]


async def test_a_forgotten_user_has_no_answers_left(store: Store, crypto: Crypto) -> None:
    ann = crypto.pseudonym(PRIVATE)
    await store.answers.record(given(asker=ann))
    await store.answers.record(given(asker=ann, chat_id=PRIVATE))
    await store.answers.record(given(asker=BEN, question_id=2))
    assert await store.answers.forget(ann) == 2
    assert await store.answers.of_question(GROUP, 2)


async def test_of_many_concurrent_claims_each_question_has_one_winner(store: Store) -> None:
    claims = [store.answers.claim(GROUP, number % 5, ANN if number < 10 else BEN, DIGEST) for number in range(20)]
    won = await asyncio.gather(*claims)
    assert won == [True] * 5 + [False] * 15
    assert await store.answers.of_question(GROUP, 3) == given(question_id=3, message_id=None, entry="")


async def test_of_many_concurrent_records_the_last_of_each_question_stays(store: Store) -> None:
    records = [store.answers.record(given(question_id=number % 3, message_id=number)) for number in range(9)]
    await asyncio.gather(*records)
    assert [row.message_id for n in range(3) if (row := await store.answers.of_question(GROUP, n))] == [6, 7, 8]
