"""What is written at the same time is written in one go, and everybody hears what came of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.store.sql import Batcher
from bot.store.store import Store
from tests.bot.store.test_answer_log import ANN, BEN, DIGEST, GROUP, given


async def test_what_is_asked_for_meanwhile_is_done_in_one_go() -> None:
    goes: list[list[int]] = []

    async def double(asked: Sequence[int]) -> Sequence[int]:
        goes.append(list(asked))
        await asyncio.sleep(0)
        return [2 * number for number in asked]

    doubled = Batcher(double)
    first = asyncio.create_task(doubled(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert list(await asyncio.gather(first, doubled(2), doubled(3))) == [2, 4, 6]
    assert goes == [[1], [2, 3]]
    assert await doubled(4) == 8


async def test_a_go_that_fails_fails_for_all_who_asked_and_the_next_one_goes() -> None:
    async def fail_once(asked: Sequence[int]) -> Sequence[int]:
        if 1 in asked:
            raise OSError("disk full")
        return asked

    done = Batcher(fail_once)
    assert all(isinstance(one, OSError) for one in await asyncio.gather(done(1), done(2), return_exceptions=True))
    assert await done(3) == 3


async def test_who_does_not_wait_any_more_keeps_nobody_from_an_answer() -> None:
    async def same(asked: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.01)
        return asked

    done = Batcher(same)
    gone, waiting = asyncio.create_task(done(1)), asyncio.create_task(done(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await waiting == 2
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_of_many_claims_at_once_each_question_has_one_winner(store: Store) -> None:
    claims = [store.answers.claim(GROUP, number % 5, ANN if number < 10 else BEN, DIGEST) for number in range(20)]
    won = await asyncio.gather(*claims)
    assert won == [True] * 5 + [False] * 15
    assert await store.answers.of_question(GROUP, 3) == given(question_id=3, message_id=None, entry="")


async def test_of_many_records_at_once_the_last_of_a_question_stays(store: Store) -> None:
    records = [store.answers.record(given(question_id=number % 3, message_id=number)) for number in range(9)]
    await asyncio.gather(*records)
    assert [row.message_id for n in range(3) if (row := await store.answers.of_question(GROUP, n))] == [6, 7, 8]
