"""Shared questions: redacted, of nobody, withdrawn at will, gone after 90 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import CryptoError
from bot.models import SharedQuestion
from bot.store.crypto import Crypto
from bot.store.shared_questions import KEPT, Shared
from bot.store.store import Store
from tests.bot.database_fixtures import Clock

DAY = date(2026, 11, 22)


async def test_curators_read_the_question_redacted_and_with_its_day_alone(store: Store) -> None:
    await store.shared.add("Is 18 too low? Write to ann@example.org")
    assert await store.shared.all() == (SharedQuestion("Is [number] too low? Write to [e-mail]", DAY),)


async def test_questions_come_by_day_and_within_a_day_in_no_order_of_time(store: Store, clock: Clock) -> None:
    clock.now += 86400
    await store.shared.add("later")
    clock.now -= 86400
    for letter in "abcdefghijklmnop":
        await store.shared.add(letter)
        clock.now += 1
    *first, last = await store.shared.all()
    assert last == SharedQuestion("later", DAY + timedelta(days=1))
    assert sorted(question.text for question in first) != [question.text for question in first]


async def test_whoever_has_the_id_withdraws_the_question(store: Store) -> None:
    kept, id_ = await store.shared.add("kept"), await store.shared.add("withdrawn")
    assert len({kept, id_}) == 2
    assert len(id_) == 16
    assert await store.shared.withdraw(id_)
    assert not await store.shared.withdraw(id_)
    assert [question.text for question in await store.shared.all()] == ["kept"]


async def test_a_shared_question_is_dropped_after_90_days(store: Store, clock: Clock) -> None:
    await store.shared.add("a question")
    clock.now += KEPT.total_seconds()
    await store.shared.tidy()
    assert await store.shared.all()
    clock.now += 86400
    await store.shared.tidy()
    assert await store.shared.all() == ()


async def test_with_another_key_nothing_can_be_read_and_the_cure_is_told(store: Store) -> None:
    await store.shared.add("a question")
    with pytest.raises(CryptoError, match="LEGWISE_KEY: what is kept was sealed with another key; give that one"):
        await Shared(store.engine, Crypto.of("A" * 43 + "=")).all()
