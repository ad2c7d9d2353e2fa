"""Shared questions: redacted, anonymous, withdrawn at any time, deleted after 90 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import CryptoError
from bot.models import SharedQuestion
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.shared_questions import SharedQuestions
from bot.store.store import Store
from tests.bot.database_fixtures import Clock

DAY = date(2026, 11, 22)


async def test_curators_read_the_redacted_question_and_its_day_only(store: Store) -> None:
    await store.shared.add("Is 18 too low? Write to ann@example.org")
    assert await store.shared.all() == (SharedQuestion("Is [number] too low? Write to [e-mail]", DAY),)


async def test_questions_are_ordered_by_day_and_randomly_within_a_day(store: Store, clock: Clock) -> None:
    clock.now += 86400
    await store.shared.add("later")
    clock.now -= 86400
    for letter in "abcdefghijklmnop":
        await store.shared.add(letter)
        clock.now += 1
    *first, last = await store.shared.all()
    assert last == SharedQuestion("later", DAY + timedelta(days=1))
    assert sorted(question.text for question in first) != [question.text for question in first]


async def test_the_id_is_enough_to_withdraw_a_question(store: Store) -> None:
    other, id_ = await store.shared.add("other"), await store.shared.add("withdrawn")
    assert len({other, id_}) == 2
    assert len(id_) == 16
    assert await store.shared.withdraw(id_)
    assert not await store.shared.withdraw(id_)
    assert [question.text for question in await store.shared.all()] == ["other"]


async def test_a_shared_question_is_deleted_after_90_days(store: Store, clock: Clock) -> None:
    await store.shared.add("a question")
    clock.now += retention.SHARED_QUESTIONS.total_seconds()
    await store.shared.delete_expired()
    assert await store.shared.all()
    clock.now += 86400
    await store.shared.delete_expired()
    assert await store.shared.all() == ()


async def test_with_another_key_no_question_can_be_read_and_the_error_names_the_cure(store: Store) -> None:
    await store.shared.add("a question")
    with pytest.raises(CryptoError, match="LEGWISE_KEY: the stored data was encrypted with another key; set that one"):
        await SharedQuestions(store.engine, Crypto("A" * 43 + "=")).all()
