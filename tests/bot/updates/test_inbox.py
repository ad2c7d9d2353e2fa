"""The inbox: updates are stored once, and each is claimed by one process, in order within its partition."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from telegram import Update

from bot.store import retention
from bot.store.answer_log import CLAIM_TIMEOUT
from bot.store.database import open_database
from bot.store.tables import INBOX
from bot.updates.inbox import LEASE, Finished, Inbox, StoredUpdate, _urgent, partition
from bot.updates.result import Done, Result
from tests.bot import sample_updates as updates
from tests.bot.sample_updates import pressed, said, typed
from tests.bot.updates.inbox_helpers import depth, inbox_in, pending, questions
from tests.bot.workers import make_workers


@pytest_asyncio.fixture
async def engines(postgres: str) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    """Open the same database for two processes."""
    async with open_database(postgres) as one, open_database(postgres) as other:
        yield one, other


@pytest.mark.parametrize("update_id", [0, 1, 2**62 - 1])
def test_an_update_with_a_number_is_valid_whatever_else_it_holds(update_id: int) -> None:
    body = {"update_id": update_id, "message": "x"}
    assert StoredUpdate.from_json(body) == StoredUpdate(update_id, body)


@pytest.mark.parametrize(
    "body", [None, "x", [], {}, {"update_id": -1}, {"update_id": 2**62}, {"update_id": "1"}, {"update_id": True}]
)
def test_an_update_without_a_valid_number_is_none(body: Any) -> None:
    assert StoredUpdate.from_json(body) is None


async def test_an_update_is_pending_until_it_is_finished(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    (first,), (second,) = questions(1), questions(2)
    assert await inbox.add([second, first]) == (second, first)
    assert await pending(inbox) == (first, second)
    await inbox.exchange([Finished(first.update_id)])
    assert await pending(inbox) == (second,)
    await inbox.exchange([Finished(second.update_id, "KeyError")])
    assert await pending(inbox) == ()


async def test_an_update_is_stored_once_whether_it_is_finished_or_not(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    first, second = StoredUpdate(2**40, {"text": "\ud800 \x00 ü"}), StoredUpdate(1, {})
    assert await inbox.add([first]) == (first,)
    assert await inbox.add([first, second]) == (second,)
    await inbox.exchange([Finished(first.update_id)])
    assert await inbox.add([first, second]) == ()
    assert await inbox.add([]) == ()


async def test_a_lower_number_than_before_is_new(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    await inbox.add([StoredUpdate(1000, {"update_id": 1000})])
    low = StoredUpdate(1, {"update_id": 1})
    assert await inbox.add([low]) == (low,)


async def test_numbers_are_deleted_after_their_retention_and_pending_updates_never(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    finished, waiting = questions(1) + questions(2)
    await inbox.add([finished, waiting])
    await inbox.exchange([Finished(finished.update_id)])
    later = Inbox(engine, clock=lambda: inbox.clock() + retention.UPDATE_NUMBERS.total_seconds() + 60)
    assert await later.add([finished, waiting]) == (finished,)


async def test_stored_updates_outlive_the_process(tmp_path: Path) -> None:
    [question] = questions(1)
    async with inbox_in(tmp_path) as inbox:
        await inbox.add([question])
    async with inbox_in(tmp_path) as inbox:
        assert await pending(inbox) == (question,)


async def test_an_unreachable_server_raises_a_database_error() -> None:
    engine = create_async_engine("postgresql+asyncpg://ann@/legwise?host=/no/such/folder")
    with pytest.raises(SQLAlchemyError):
        await Inbox(engine).add([StoredUpdate(1, {})])


async def test_only_the_oldest_update_of_a_partition_is_claimed_and_then_the_next(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    (a1, a2), (b1,) = questions(1, 2), questions(2)
    await inbox.add([a1, a2, b1])
    assert await inbox.exchange(private=9) == (a1, b1)
    assert await inbox.exchange(private=9) == ()
    assert await inbox.exchange([Finished(b1.update_id)], private=9) == ()
    assert await inbox.exchange([Finished(a1.update_id)], private=9) == (a2,)


async def test_updates_of_users_and_of_groups_have_separate_limits(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    users, groups = questions(1) + questions(2) + questions(3), questions(-1) + questions(-2)
    await inbox.add(groups + users)
    assert await inbox.exchange(private=2) == users[:2]
    assert await inbox.exchange(private=0, groups=1) == groups[:1]
    assert await inbox.exchange(private=9, groups=9) == (users[2], groups[1])
    assert await depth(inbox) == 5


async def test_an_urgent_update_is_claimed_before_all_others_whatever_waits_in_its_partition(
    engine: AsyncEngine,
) -> None:
    inbox = Inbox(engine)
    before, [urgent], after = questions(1, 2), questions(1), questions(1)
    await inbox.add([*before, replace(urgent, urgent=True), *after])
    assert await inbox.exchange(urgent=9) == (urgent,)
    assert await inbox.exchange(private=9, urgent=9) == before[:1]
    done = [Finished(one.update_id) for one in (*before, urgent)]
    assert await inbox.exchange(done[:1], private=9) == before[1:]
    assert await inbox.exchange(done[1:2], private=9) == ()
    assert await inbox.exchange(done[2:], private=9) == after


async def test_urgent_updates_of_a_partition_are_in_order_and_those_of_others_do_not_wait(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    added = tuple(replace(one, urgent=True) for one in questions(-1, 2) + questions(2))
    await inbox.add(added)
    assert await inbox.exchange(private=9, groups=9) == ()
    assert await inbox.exchange(urgent=9) == (added[0], added[2])
    assert await inbox.exchange([Finished(added[0].update_id)], urgent=9) == (added[1],)


async def test_updates_stored_before_they_could_be_ranked_are_ranked_later(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.inbox.RANK_BATCH", 2)
    inbox = Inbox(engine)
    added = questions(1, 5)
    await inbox.add(added)
    await inbox.mark_urgent(lambda body: body["update_id"] in {added[1].update_id, added[4].update_id})
    [first] = await inbox.exchange(urgent=9)
    assert first == added[1]
    assert first.urgent
    assert await inbox.exchange([Finished(first.update_id)], urgent=9) == added[4:]


async def test_urgent_updates_are_found_by_their_index(sqlite: str) -> None:
    async with open_database(sqlite) as engine, engine.connect() as connection:
        statement = _urgent().order_by(INBOX.c.update_id).compile(engine, compile_kwargs={"literal_binds": True})
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert any("ix_inbox_urgent" in row[-1] for row in plan)


async def test_only_the_number_and_the_fault_of_a_finished_update_stay(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    done, failed = questions(1) + questions(2)
    await inbox.add([replace(done, urgent=True), failed])
    await inbox.exchange([Finished(done.update_id), Finished(failed.update_id, "KeyError")])
    await inbox.checkpoint()
    async with engine.connect() as connection:
        stored = {row.update_id: row for row in await connection.execute(select(INBOX))}
    for number, fault in ((done.update_id, None), (failed.update_id, "KeyError")):
        row = stored[number]
        assert (row.body, row.lane, row.claimant, row.claimed_until, row.fault) == (None, None, None, None, fault)
        assert not row.urgent, "it would tell who had an emergency"


async def test_a_released_claim_is_free_at_once(engine: AsyncEngine) -> None:
    inbox, [question] = Inbox(engine), questions(1)
    await inbox.add([question])
    await inbox.exchange(private=1)
    await inbox.release()
    assert await inbox.exchange(private=1) == (question,)


async def test_no_update_is_claimed_by_two_processes(engines: tuple[AsyncEngine, AsyncEngine]) -> None:
    replicas = [Inbox(engine) for engine in engines]
    added = tuple(one for chat in range(1, 41) for one in questions(chat))
    await replicas[0].add(added)
    exchanges = [inbox.exchange(private=5) for _ in range(6) for inbox in replicas]
    claimed = [one.update_id for batch in await asyncio.gather(*exchanges) for one in batch]
    assert len(claimed) == len(set(claimed))
    claimed += [one.update_id for one in await replicas[0].exchange(private=99)]
    assert sorted(claimed) == [one.update_id for one in added]


async def test_claims_of_a_crashed_process_expire_and_renewed_ones_do_not(
    engines: tuple[AsyncEngine, AsyncEngine],
) -> None:
    living, crashed, third = (Inbox(engine, lease=0.4) for engine in (*engines, engines[0]))
    [one], [other] = questions(1), questions(2)
    await living.add([one, other])
    assert await crashed.exchange(private=1) == (one,)
    assert await living.exchange(private=1) == (other,)
    deadline = time.monotonic() + 10
    claimed: tuple[StoredUpdate, ...] = ()
    while not claimed and time.monotonic() < deadline:
        await living.renew([other.update_id])
        await third.renew()
        claimed = await third.exchange(private=9)
        await asyncio.sleep(0.05)
    assert claimed == (one,)


async def test_a_claim_whose_reply_was_lost_expires_like_any_other(engine: AsyncEngine) -> None:
    inbox = Inbox(engine, lease=0.2)
    known, lost = questions(1) + questions(2)
    await inbox.add([known, lost])
    assert await inbox.exchange(private=2) == (known, lost)
    await asyncio.sleep(0.1)
    await inbox.renew([known.update_id])
    assert await inbox.exchange(private=2) == (lost,)


async def test_claims_from_before_the_servers_clock_was_put_back_are_free(
    engines: tuple[AsyncEngine, AsyncEngine],
) -> None:
    living, crashed = Inbox(engines[0]), Inbox(engines[1], lease=3600 + LEASE)
    [question] = questions(1)
    await living.add([question])
    await crashed.exchange(private=1)
    await living.renew()
    assert await living.exchange(private=1) == (question,)


async def test_a_new_run_on_a_file_claims_at_once_the_updates_of_one_that_crashed(sqlite: str) -> None:
    [question] = questions(1)
    async with open_database(sqlite) as engine:
        await Inbox(engine).add([question])
        await Inbox(engine).exchange(private=1)
    async with open_database(sqlite) as engine:
        inbox = Inbox(engine)
        assert await inbox.exchange(private=1) == ()
        await inbox.release()
        assert await inbox.exchange(private=1) == (question,)


def test_the_claim_to_an_answer_expires_before_its_update_is_claimed_again() -> None:
    assert CLAIM_TIMEOUT <= LEASE * 3 / 4, "leases are renewed after a quarter"


async def test_two_replicas_process_each_update_once_and_in_order(engines: tuple[AsyncEngine, AsyncEngine]) -> None:
    processed: list[int] = []

    async def answer(update: Update) -> Result:
        processed.append(update.update_id)
        await asyncio.sleep(0.002)
        return Done()

    inboxes = [Inbox(engine) for engine in engines]
    replicas = [make_workers(inbox, answer) for inbox in inboxes]
    for workers in replicas:
        workers.start()
    partitions = [questions(chat, 5) for chat in range(1, 9)]
    await inboxes[0].add([one for chat in partitions for one in chat])
    await _wait_until(lambda: len(processed) >= 40)
    for workers in replicas:
        await workers.stop(5)
    assert await depth(inboxes[0]) == 0
    assert len(processed) == 40
    for chat in partitions:
        numbers = [one.update_id for one in chat]
        assert [number for number in processed if number in set(numbers)] == numbers


async def _wait_until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the condition sets no event
            await asyncio.sleep(0.01)


def test_messages_are_in_their_chats_partition_and_presses_and_queries_in_their_users() -> None:
    in_group = said("a question", updates.GROUP)
    for body in (in_group, updates.edited(in_group), updates.bot_status("left")):
        assert partition(StoredUpdate(1, body)) == updates.GROUP["id"]
    for body in (pressed("t", in_group["message"]), typed("iron")):
        assert partition(StoredUpdate(1, body)) == updates.ASKER["id"]


_KEYS = st.sampled_from(["message", "callback_query", "chat", "from", "id", "x"])
_JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(_KEYS, inner) | st.lists(inner), max_leaves=8
)


@given(_JSON)
def test_every_update_has_a_partition(body: Any) -> None:
    assert -(2**63) <= partition(StoredUpdate(7, body if isinstance(body, dict) else {})) < 2**63


async def test_the_inbox_stores_any_number_and_text_once_and_forgets_the_number_in_time(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    first, second = StoredUpdate(2**40, {"text": "\ud800 \x00 ü"}), StoredUpdate(1, {})
    assert await inbox.add([first, second, first]) == (first, second, first)
    assert await inbox.add([first]) == ()
    assert await inbox.exchange(private=9) == (second, first)
    assert await inbox.exchange([Finished(first.update_id), Finished(second.update_id, "KeyError")], private=9) == ()
    await inbox.checkpoint()
    assert await inbox.add([first, second]) == ()
    later = Inbox(engine, lambda: inbox.clock() + retention.UPDATE_NUMBERS.total_seconds() + 60)
    assert await later.add([first]) == (first,)
