"""The inbox and the workers: kept before acknowledged, in order within a chat, done only when answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import Update

from bot.store.database import opened
from bot.updates import worker
from bot.updates.inbox import REMEMBERED, Inbox, StoredUpdate
from bot.updates.result import Done, Result, RetryLater
from bot.updates.worker import Workers
from tests.bot.sample_updates import ASKER, PRIVATE, said, update
from tests.bot.workers import working


@asynccontextmanager
async def inbox_in(folder: Path) -> AsyncIterator[Inbox]:
    """An inbox in a file of that folder."""
    async with opened(f"sqlite+aiosqlite:///{folder / 'inbox'}") as engine:
        yield Inbox(engine)


@pytest_asyncio.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    async with inbox_in(tmp_path) as ready:
        yield ready


@dataclass
class Responder:
    """Answers updates: notes them, waits until `let` is set, and ends as `endings` says."""

    inbox: Inbox
    endings: list[Result] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, update: Update) -> Result:
        self.begun.append(update.update_id)
        await self.let.wait()
        self.ended.append(update.update_id)
        return self.endings.pop(0) if self.endings else Done()

    def workers(self, deadline: float = 30.0) -> Workers:
        """Workers that answer so, and have begun."""
        workers = working(self.inbox, self, deadline)
        workers.begin()
        return workers


async def _until(met: Any) -> None:
    async with asyncio.timeout(10):
        while not met():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


async def _emptied(inbox: Inbox) -> None:
    async with asyncio.timeout(10):
        while await inbox.depth():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


async def _given(workers: Workers, kept: tuple[StoredUpdate, ...]) -> None:
    """Let updates come in, as a poll or a push does."""
    await workers.inbox.keep(kept)


def _kept(*updates: dict[str, Any]) -> tuple[StoredUpdate, ...]:
    return tuple(StoredUpdate(update["update_id"], update) for update in updates)


def _in(chat: int) -> dict[str, Any]:
    return said("a question", PRIVATE | {"id": chat})


async def test_what_is_kept_is_pending_until_it_is_done(inbox: Inbox) -> None:
    first, second = _kept(_in(1), _in(2))
    assert await inbox.keep([second, first]) == (second, first)
    assert await inbox.pending() == (first, second)
    await inbox.done(first.update_id)
    assert await inbox.pending() == (second,)
    await inbox.set_aside(second.update_id, "KeyError")
    assert await inbox.pending() == ()


async def test_an_update_is_kept_once_whether_it_is_done_or_not(inbox: Inbox) -> None:
    first, second = _kept(_in(1), _in(2))
    await inbox.keep([first])
    assert await inbox.keep([first, second]) == (second,)
    await inbox.done(first.update_id)
    assert await inbox.keep([first, second]) == ()
    assert await inbox.keep([]) == ()


async def test_a_lower_number_than_before_is_no_old_update(inbox: Inbox) -> None:
    await inbox.keep([StoredUpdate(1000, {"update_id": 1000})])
    low = StoredUpdate(1, {"update_id": 1})
    assert await inbox.keep([low]) == (low,)


async def test_numbers_are_forgotten_after_two_days_and_pending_updates_never(inbox: Inbox) -> None:
    done, pending = _kept(_in(1), _in(2))
    await inbox.keep([done, pending])
    await inbox.done(done.update_id)
    later = Inbox(inbox.engine, clock=lambda: inbox.clock() + REMEMBERED + 60)
    assert await later.keep([done, pending]) == (done,)


async def test_what_is_kept_outlives_the_inbox(tmp_path: Path) -> None:
    [kept] = _kept(_in(1))
    async with inbox_in(tmp_path) as inbox:
        await inbox.keep([kept])
    async with inbox_in(tmp_path) as inbox:
        assert await inbox.pending() == (kept,)


async def test_an_update_is_done_only_after_its_answer(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers, kept = responder.workers(), _kept(_in(1))
    await _given(workers, kept)
    await _until(lambda: responder.begun)
    assert await inbox.pending() == kept
    responder.let.set()
    await _emptied(inbox)
    await workers.finish(1)
    assert await inbox.pending() == ()


async def test_a_chat_is_answered_in_order_and_chats_do_not_wait_for_each_other(inbox: Inbox) -> None:
    responder = Responder(inbox)
    kept = _kept(_in(1), _in(1), _in(2), _in(1))
    a1, a2, b1, a3 = (one.update_id for one in kept)
    workers = responder.workers()
    await _given(workers, kept)
    await _until(lambda: len(responder.begun) == 2)
    assert responder.begun == [a1, b1]
    responder.let.set()
    await _until(lambda: len(responder.ended) == 4)
    assert [number for number in responder.ended if number != b1] == [a1, a2, a3]
    await workers.finish(1)


async def test_no_more_than_so_many_are_in_work_at_once(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.workers()
    await _given(workers, _kept(*map(_in, range(1, 2 * worker.AT_ONCE))))
    await _until(lambda: len(responder.begun) >= worker.AT_ONCE)
    await asyncio.sleep(0)
    assert len(responder.begun) == worker.AT_ONCE
    responder.let.set()
    await _emptied(inbox)
    await workers.finish(1)


async def test_however_many_wait_no_more_are_in_memory_than_are_in_work(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.workers()
    await _given(workers, _kept(*map(_in, range(1, 10 * worker.AT_ONCE))))
    await _until(lambda: workers.waiting == worker.AT_ONCE)
    assert await inbox.depth() == 10 * worker.AT_ONCE - 1
    await workers.finish(0)


async def test_people_wait_behind_no_group_however_many_groups_there_are(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.workers()
    await _given(workers, _kept(*(_in(-number) for number in range(1, 100))))
    await _until(lambda: len(responder.begun) == worker.AT_ONCE)
    [person] = _kept(_in(1))
    await _given(workers, (person,))
    await _until(lambda: len(responder.begun) > worker.AT_ONCE)
    assert responder.begun[-1] == person.update_id
    await workers.finish(0)


def test_however_long_telegram_or_the_database_was_away_answers_come_soon_after_it_is_back() -> None:
    assert worker.LONGEST_PAUSE <= 15


async def test_what_is_put_off_is_answered_later_and_before_what_came_after(inbox: Inbox) -> None:
    responder = Responder(inbox, endings=[RetryLater(0.01), RetryLater(0.0)])
    responder.let.set()
    first, second = kept = _kept(_in(1), _in(1))
    workers = responder.workers()
    await _given(workers, kept)
    await _until(lambda: len(responder.ended) == 4)
    await workers.finish(5)
    assert responder.ended == [first.update_id] * 3 + [second.update_id]
    assert await inbox.pending() == ()


async def test_what_takes_too_long_is_set_aside(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    kept = _kept(_in(1))
    workers = Responder(inbox).workers(deadline=0.01)
    await _given(workers, kept)
    await _emptied(inbox)
    await workers.finish(1)
    assert await inbox.pending() == ()
    assert "set aside: took longer than 0.01 s" in caplog.text


async def test_what_cannot_be_read_is_set_aside_with_its_reason_and_not_its_text(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    bad = [
        update("message", text="secret"),
        update("callback_query", id="secret"),
        {"update_id": 7, "message": "secret"},
    ]
    responder = Responder(inbox)
    responder.let.set()
    good = _in(1)
    kept = _kept(*bad, good)
    workers = responder.workers()
    await _given(workers, kept)
    await _emptied(inbox)
    await workers.finish(1)
    assert responder.ended == [good["update_id"]]
    assert await inbox.pending() == ()
    assert "secret" not in caplog.text


async def test_a_fault_in_answering_does_not_hold_up_the_chat(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(update: Update) -> Result:
        raise KeyError("secret")

    kept = _kept(_in(1), _in(1))
    workers = working(inbox, broken)
    workers.begin()
    await _given(workers, kept)
    await _emptied(inbox)
    await workers.finish(1)
    assert await inbox.pending() == ()
    assert caplog.text.count("KeyError at test_worker.py") == 2
    assert "secret" not in caplog.text


async def test_when_nothing_waits_no_text_is_left_on_the_disk(inbox: Inbox, tmp_path: Path) -> None:
    def left() -> bool:
        return any(b"a question" in file.read_bytes() for file in tmp_path.iterdir())

    responder = Responder(inbox)
    kept = _kept(_in(1), _in(2))
    workers = responder.workers()
    await _given(workers, kept)
    assert left()
    responder.let.set()
    await _until(lambda: not left())
    await workers.finish(1)


async def test_at_the_end_what_is_in_work_is_finished_and_the_rest_stays(inbox: Inbox) -> None:
    responder = Responder(inbox)
    first, second = kept = _kept(_in(1), _in(1))
    workers = responder.workers()
    await _given(workers, kept)
    await _until(lambda: responder.begun)
    ending = asyncio.create_task(workers.finish(5))
    await asyncio.sleep(0)
    responder.let.set()
    await ending
    assert responder.ended == [first.update_id]
    assert await inbox.pending() == (second,)


async def test_at_the_end_what_does_not_end_stays_for_the_next_start(inbox: Inbox) -> None:
    responder = Responder(inbox)
    kept = _kept(_in(1))
    workers = responder.workers()
    await _given(workers, kept)
    await _until(lambda: responder.begun)
    await workers.finish(0.01)
    assert await inbox.pending() == kept


async def test_updates_without_a_chat_are_answered_too(inbox: Inbox) -> None:
    responder = Responder(inbox)
    responder.let.set()
    workers = responder.workers()
    press = {"id": "1", "from": ASKER, "chat_instance": "1", "data": "t", "inline_message_id": "i"}
    await _given(workers, _kept(update("callback_query", **press), {"update_id": 9_999_999}))
    await _until(lambda: len(responder.ended) == 2)
    await workers.finish(1)


async def test_an_inbox_that_cannot_be_written_is_written_when_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    async with inbox_in(tmp_path) as inbox:
        responder = Responder(inbox)
        responder.let.set()
        responder.let.clear()
        kept, workers = _kept(_in(1)), responder.workers()
        await _given(workers, kept)
        await _until(lambda: responder.begun)
        async with inbox.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
        responder.let.set()
        await _until(lambda: "the inbox cannot be written" in caplog.text)
        async with inbox.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
        await _emptied(inbox)
        await workers.finish(1)
        assert (responder.ended, await inbox.pending()) == ([kept[0].update_id], ())
