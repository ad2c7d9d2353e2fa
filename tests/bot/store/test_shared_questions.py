"""Shared questions: redacted, under a pseudonym of their own kind, decided on, withdrawn, deleted after 90 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import CryptoError
from bot.models import Decision, SharedQuestion
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.shared_questions import SharedQuestions
from bot.store.store import Store
from tests.bot.database_fixtures import Clock

DAY = date(2026, 11, 22)
ANN, BOB = "a" * 32, "b" * 32


async def texts(store: Store) -> list[str]:
    """Return the texts that the curators read."""
    return [question.text for question in await store.shared.for_curators()]


async def test_curators_read_the_redacted_question_with_its_day_and_asker(store: Store) -> None:
    id_ = await store.shared.add("Is 18 too low? Write to ann@example.org", ANN)
    question = SharedQuestion(id_, "Is [number] too low? Write to [e-mail]", DAY, ANN)
    assert await store.shared.for_curators() == (question,)


async def test_questions_are_ordered_by_day_and_randomly_within_a_day(store: Store, clock: Clock) -> None:
    clock.now += 86400
    await store.shared.add("later", ANN)
    clock.now -= 86400
    for letter in "abcdefghijklmnop":
        await store.shared.add(letter, ANN)
        clock.now += 1
    *first, last = await store.shared.for_curators()
    assert (last.text, last.day) == ("later", DAY + timedelta(days=1))
    assert sorted(question.text for question in first) != [question.text for question in first]


async def test_the_id_is_enough_to_withdraw_a_question(store: Store) -> None:
    other, id_ = await store.shared.add("other", ANN), await store.shared.add("withdrawn", ANN)
    assert len({other, id_}) == 2
    assert len(id_) == 16
    assert await store.shared.withdraw(id_)
    assert not await store.shared.withdraw(id_)
    assert await texts(store) == ["other"]


@pytest.mark.parametrize("decision", Decision)
async def test_a_decision_holds_for_the_named_questions_until_it_is_undone(store: Store, decision: Decision) -> None:
    one, two, open_ = [await store.shared.add(text, ANN) for text in ("one", "two", "open")]
    await store.shared.decide([one, two], decision)
    decided = {question.id: question.decision for question in await store.shared.for_curators()}
    assert decided == {one: decision, two: decision, open_: None}
    await store.shared.decide({one, two}, None)
    assert {question.decision for question in await store.shared.for_curators()} == {None}


async def test_a_decision_on_a_question_that_was_withdrawn_meanwhile_changes_nothing(store: Store) -> None:
    withdrawn, stays = await store.shared.add("withdrawn", ANN), await store.shared.add("stays", ANN)
    await store.shared.withdraw(withdrawn)
    await store.shared.decide([withdrawn, stays], Decision.DISMISSED)
    await store.shared.decide([], Decision.ACCEPTED)
    [question] = await store.shared.for_curators()
    assert (question.text, question.decision) == ("stays", Decision.DISMISSED)


async def test_more_questions_are_decided_at_once_than_a_statement_has_parameters(store: Store) -> None:
    id_ = await store.shared.add("one of many", ANN)
    await store.shared.decide([id_, *(f"{number:016}" for number in range(33_000))], Decision.ACCEPTED)
    [question] = await store.shared.for_curators()
    assert question.decision is Decision.ACCEPTED


async def test_an_asker_who_is_forgotten_takes_their_questions_along(store: Store) -> None:
    for text, asker in (("one", ANN), ("two", ANN), ("other", BOB)):
        await store.shared.add(text, asker)
    assert await store.shared.forget(ANN) == 2
    assert await texts(store) == ["other"]


async def test_a_shared_question_is_deleted_after_90_days(store: Store, clock: Clock) -> None:
    await store.shared.add("a question", ANN)
    clock.now += retention.SHARED_QUESTIONS.total_seconds()
    await store.shared.delete_expired()
    assert await texts(store)
    clock.now += 86400
    await store.shared.delete_expired()
    assert await texts(store) == []


async def test_with_another_key_no_question_can_be_read_and_the_error_names_the_cure(store: Store) -> None:
    await store.shared.add("a question", ANN)
    with pytest.raises(CryptoError, match="LEGWISE_KEY: the stored data was encrypted with another key; set that one"):
        await SharedQuestions(store.engine, Crypto("A" * 43 + "=")).for_curators()
