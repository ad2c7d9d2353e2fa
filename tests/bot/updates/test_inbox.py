"""The inbox as several processes share it: each update is claimed by one, in order within a lane, and none is left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Update

from bot.store.answer_log import CLAIMED
from bot.store.database import opened
from bot.store.tables import INBOX
from bot.updates.inbox import LEASE, Finished, Inbox, StoredUpdate, partition
from bot.updates.result import Done, Result
from tests.bot import sample_updates as updates
from tests.bot.sample_updates import PRIVATE, pressed, said, typed
from tests.bot.workers import working


def asked(chat: int, count: int = 1) -> tuple[StoredUpdate, ...]:
    """Questions in a chat."""
    bodies = [said("a question", PRIVATE | {"id": chat}) for _ in range(count)]
    return tuple(StoredUpdate(body["update_id"], body) for body in bodies)


@pytest_asyncio.fixture
async def replicas(postgres: str) -> AsyncIterator[tuple[Inbox, Inbox]]:
    async with opened(postgres) as one, opened(postgres) as other:
        yield Inbox(one), Inbox(other)


async def test_of_a_lane_only_the_oldest_is_taken_up_and_then_the_next(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    (a1, a2), (b1,) = asked(1, 2), asked(2)
    await inbox.keep([a1, a2, b1])
    assert await inbox.exchange(private=9) == (a1, b1)
    assert await inbox.exchange(private=9) == ()
    assert await inbox.exchange([Finished(b1.update_id)], private=9) == ()
    assert await inbox.exchange([Finished(a1.update_id)], private=9) == (a2,)


async def test_people_and_groups_are_taken_up_each_as_far_as_there_is_room(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    people, groups = asked(1) + asked(2) + asked(3), asked(-1) + asked(-2)
    await inbox.keep(groups + people)
    assert await inbox.exchange(private=2) == people[:2]
    assert await inbox.exchange(private=0, groups=1) == groups[:1]
    assert (
        await inbox.exchange(private=9, groups=9) == (groups[1], people[2]) or people[2].update_id < groups[1].update_id
    )
    assert await inbox.depth() == 5


async def test_nothing_is_left_of_what_is_done_but_its_number(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    done, aside = asked(1) + asked(2)
    await inbox.keep([done, aside])
    await inbox.exchange([Finished(done.update_id), Finished(aside.update_id, "KeyError")])
    async with engine.connect() as connection:
        left = {row.update_id: row for row in await connection.execute(select(INBOX))}
    for number, fault in ((done.update_id, None), (aside.update_id, "KeyError")):
        row = left[number]
        assert (row.body, row.lane, row.claimant, row.claimed_until, row.fault) == (None, None, None, None, fault)


async def test_a_claim_that_is_given_up_is_free_at_once(engine: AsyncEngine) -> None:
    inbox, [kept] = Inbox(engine), asked(1)
    await inbox.keep([kept])
    await inbox.exchange(private=1)
    await inbox.release()
    assert await inbox.exchange(private=1) == (kept,)


async def test_no_update_is_taken_up_by_two(replicas: tuple[Inbox, Inbox]) -> None:
    questions = tuple(one for chat in range(1, 41) for one in asked(chat))
    await replicas[0].keep(questions)
    turns = [inbox.exchange(private=5) for _ in range(6) for inbox in replicas]
    taken = [kept.update_id for turn in await asyncio.gather(*turns) for kept in turn]
    assert len(taken) == len(set(taken))
    taken += [kept.update_id for kept in await replicas[0].exchange(private=99)]
    assert sorted(taken) == [one.update_id for one in questions]


async def test_what_a_dead_process_had_claimed_lapses_and_what_a_live_one_renews_does_not(
    replicas: tuple[Inbox, Inbox],
) -> None:
    living, dead = (replace(inbox, lease=0.4) for inbox in replicas)
    [one], [other] = asked(1), asked(2)
    await living.keep([one, other])
    assert await dead.exchange(private=1) == (one,)
    assert await living.exchange(private=1) == (other,)
    third = replace(living, name="third")
    until = time.monotonic() + 10
    taken: tuple[StoredUpdate, ...] = ()
    while not taken and time.monotonic() < until:
        await living.renew([other.update_id])
        await third.renew()
        taken = await third.exchange(private=9)
        await asyncio.sleep(0.05)
    assert taken == (one,)


async def test_a_claim_that_nobody_here_knows_of_lapses_like_any_other(engine: AsyncEngine) -> None:
    inbox = replace(Inbox(engine), lease=0.2)
    known, unknown = asked(1) + asked(2)
    await inbox.keep([known, unknown])
    assert await inbox.exchange(private=2) == (known, unknown)
    await asyncio.sleep(0.1)
    await inbox.renew([known.update_id])
    assert await inbox.exchange(private=2) == (unknown,)


async def test_a_server_whose_clock_was_put_back_makes_nobody_wait_for_old_claims(
    replicas: tuple[Inbox, Inbox],
) -> None:
    living, dead = replicas
    [kept] = asked(1)
    await living.keep([kept])
    await replace(dead, lease=3600 + LEASE).exchange(private=1)
    await living.renew()
    assert await living.exchange(private=1) == (kept,)


async def test_a_file_has_one_owner_so_a_new_run_takes_up_at_once_what_the_last_died_over(sqlite: str) -> None:
    [kept] = asked(1)
    async with opened(sqlite) as engine:
        await Inbox(engine).keep([kept])
        await Inbox(engine).exchange(private=1)
    async with opened(sqlite) as engine:
        inbox = Inbox(engine)
        assert await inbox.exchange(private=1) == ()
        await inbox.release()
        assert await inbox.exchange(private=1) == (kept,)


def test_an_answer_that_somebody_died_over_may_be_given_when_the_update_comes_to_another() -> None:
    assert CLAIMED <= LEASE * 3 / 4, "claims are renewed each quarter of a lease"


async def test_two_replicas_answer_each_question_once_and_in_order(replicas: tuple[Inbox, Inbox]) -> None:
    began: list[int] = []

    async def answer(update: Update) -> Result:
        began.append(update.update_id)
        await asyncio.sleep(0.002)
        return Done()

    both = [working(inbox, answer) for inbox in replicas]
    for workers in both:
        workers.begin()
    lanes = [asked(chat, 5) for chat in range(1, 9)]
    await replicas[0].keep([one for questions in lanes for one in questions])
    await _met(lambda: len(began) >= 40)
    for workers in both:
        await workers.finish(5)
    assert await replicas[0].depth() == 0
    assert len(began) == 40
    for questions in lanes:
        numbers = [one.update_id for one in questions]
        assert [number for number in began if number in set(numbers)] == numbers


async def _met(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


def test_a_lane_is_a_chats_and_of_presses_and_queries_a_persons() -> None:
    in_group = said("a question", updates.GROUP)
    assert (
        partition(StoredUpdate(1, in_group))
        == partition(StoredUpdate(1, updates.edited(in_group)))
        == updates.GROUP["id"]
    )
    assert partition(StoredUpdate(1, updates.standing("left"))) == updates.GROUP["id"]
    for body in (pressed("t", in_group["message"]), typed("iron")):
        assert partition(StoredUpdate(1, body)) == updates.ASKER["id"]


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.sampled_from(
    ["message", "callback_query", "chat", "from", "id", "x"]), inner) | st.lists(inner), max_leaves=8))  # fmt: skip
def test_whatever_an_update_is_it_has_a_lane(body: Any) -> None:
    assert -(2**63) <= partition(StoredUpdate(7, body if isinstance(body, dict) else {})) < 2**63
