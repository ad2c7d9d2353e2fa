"""The workers: updates are processed in order within a chat, and finished only after they were answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from telegram import Update

from bot.sending import doubt
from bot.sending.doubt import MAX_POSTS
from bot.simulator import ApiError, ExecutedThen
from bot.updates import worker
from bot.updates.inbox import Inbox
from bot.updates.result import Done, Result, RetryLater
from bot.updates.worker import CONCURRENCY, URGENT_CONCURRENCY, CountingSemaphore, Workers
from tests.bot.conftest import Chat
from tests.bot.sample_updates import ASKER, said, update
from tests.bot.updates.inbox_helpers import claimed, depth, pending, questions, stored, wait_until_empty
from tests.bot.workers import make_workers


@dataclass
class Responder:
    """Answers updates once `may_answer` is set, with the given results first."""

    inbox: Inbox
    results: list[Result] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, update: Update) -> Result:
        self.begun.append(update.update_id)
        await self.may_answer.wait()
        self.ended.append(update.update_id)
        return self.results.pop(0) if self.results else Done()

    def start_workers(self) -> Workers:
        """Return workers that answer so, and are started."""
        workers = make_workers(self.inbox, self)
        workers.start()
        return workers


async def _wait_until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the condition sets no event
            await asyncio.sleep(0.005)


async def test_an_update_is_finished_only_after_its_answer(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers, added = responder.start_workers(), questions(1)
    await inbox.add(added)
    await _wait_until(lambda: responder.begun)
    assert await pending(inbox) == added
    responder.may_answer.set()
    await wait_until_empty(inbox)
    await workers.stop(1)
    assert await pending(inbox) == ()


async def test_a_chat_is_answered_in_order_and_chats_do_not_wait_for_each_other(inbox: Inbox) -> None:
    responder = Responder(inbox)
    added = questions(1, 2) + questions(2) + questions(1)
    a1, a2, b1, a3 = (one.update_id for one in added)
    workers = responder.start_workers()
    await inbox.add(added)
    await _wait_until(lambda: len(responder.begun) == 2)
    assert responder.begun == [a1, b1]
    responder.may_answer.set()
    await _wait_until(lambda: len(responder.ended) == 4)
    assert [number for number in responder.ended if number != b1] == [a1, a2, a3]
    await workers.stop(1)


async def test_the_number_of_updates_in_progress_is_limited(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add([one for chat in range(1, 2 * CONCURRENCY) for one in questions(chat)])
    await _wait_until(lambda: len(responder.begun) >= CONCURRENCY)
    await asyncio.sleep(0)
    assert len(responder.begun) == CONCURRENCY
    responder.may_answer.set()
    await wait_until_empty(inbox)
    await workers.stop(1)


async def test_no_more_updates_are_claimed_than_are_in_progress(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add([one for chat in range(1, 10 * CONCURRENCY) for one in questions(chat)])
    await _wait_until(lambda: len(responder.begun) >= CONCURRENCY)
    assert await claimed(inbox) == CONCURRENCY
    assert await depth(inbox) == 10 * CONCURRENCY - 1
    await workers.stop(0)


async def test_users_do_not_wait_for_groups_however_many_there_are(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add([one for number in range(1, 100) for one in questions(-number)])
    await _wait_until(lambda: len(responder.begun) == CONCURRENCY)
    [question] = questions(1)
    await inbox.add([question])
    await _wait_until(lambda: len(responder.begun) > CONCURRENCY)
    assert responder.begun[-1] == question.update_id
    await workers.stop(0)


async def test_an_emergency_waits_for_no_other_update_not_even_of_its_own_chat(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add([one for chat in range(1, 2 * CONCURRENCY) for one in questions(chat, 2)])
    await inbox.add([one for chat in range(1, 2 * CONCURRENCY) for one in questions(-chat)])
    await _wait_until(lambda: len(responder.begun) == 2 * CONCURRENCY)
    [emergency] = questions(1)
    await inbox.add([replace(emergency, urgent=True)])
    await _wait_until(lambda: len(responder.begun) > 2 * CONCURRENCY)
    assert responder.begun[-1] == emergency.update_id
    await workers.stop(0)


async def test_until_all_can_be_answered_emergencies_alone_are(inbox: Inbox) -> None:
    responder = Responder(inbox)
    responder.may_answer.set()
    workers = make_workers(inbox, responder, urgent_only=True)
    workers.start()
    [question, emergency] = questions(1, 2)
    await inbox.add([question, replace(emergency, urgent=True)])
    await _wait_until(lambda: responder.ended)
    assert (responder.ended, await depth(inbox)) == ([emergency.update_id], 1)
    workers.process_all()
    await wait_until_empty(inbox)
    assert responder.ended == [emergency.update_id, question.update_id]
    await workers.stop(0)


async def test_the_number_of_emergencies_in_progress_is_limited_too(inbox: Inbox) -> None:
    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add([replace(one, urgent=True) for chat in range(1, 30) for one in questions(chat)])
    await _wait_until(lambda: len(responder.begun) == URGENT_CONCURRENCY)
    assert await claimed(inbox) == URGENT_CONCURRENCY
    responder.may_answer.set()
    await wait_until_empty(inbox)
    await workers.stop(1)


def test_after_any_outage_answers_are_retried_soon() -> None:
    assert worker.MAX_BACKOFF <= 15


async def test_an_update_to_be_retried_is_answered_later_and_before_the_next_in_its_chat(inbox: Inbox) -> None:
    responder = Responder(inbox, results=[RetryLater(0.01), RetryLater(0.0)])
    responder.may_answer.set()
    first, second = added = questions(1, 2)
    workers = responder.start_workers()
    await inbox.add(added)
    await _wait_until(lambda: len(responder.ended) == 4)
    await workers.stop(5)
    assert responder.ended == [first.update_id] * 3 + [second.update_id]
    assert await pending(inbox) == ()


async def test_an_answer_in_doubt_is_posted_three_times_and_the_chat_goes_on(
    inbox: Inbox, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(update: Update) -> Result:
        await chat.application.process_update(update)
        return chat.error_handler.result(update)

    monkeypatch.setattr(doubt, "_RETRY_AFTER", 0.01)
    chat.api.fail("sendMessage", ExecutedThen(ApiError(502, "Bad Gateway")), times=MAX_POSTS)
    workers = make_workers(inbox, answer, bot=chat.bot)
    workers.start()
    await inbox.add(stored(*map(chat.api.record, (said("What stores iron?"), said("low ferritin")))))
    await wait_until_empty(inbox)
    await workers.stop(1)
    heads = [call.text.splitlines()[0] for call in chat.api.calls_of("sendMessage")]
    assert heads == ["What stores iron?"] * 3 + ["What is low ferritin?"]


async def test_unreadable_updates_do_not_hold_up_the_others(inbox: Inbox) -> None:
    responder = Responder(inbox)
    responder.may_answer.set()
    [good] = questions(1)
    workers = responder.start_workers()
    await inbox.add([*stored(update("message", text="x"), {"update_id": 7, "message": "x"}), good])
    await wait_until_empty(inbox)
    await workers.stop(1)
    assert responder.ended == [good.update_id]


async def test_an_error_in_answering_does_not_hold_up_the_chat(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_: Update) -> Result:
        raise KeyError

    workers = make_workers(inbox, fail)
    workers.start()
    await inbox.add(questions(1, 2))
    await wait_until_empty(inbox)
    await workers.stop(1)
    assert caplog.text.count("KeyError at test_worker.py") == 2


async def test_once_the_workers_are_idle_no_text_is_left_on_the_disk(inbox: Inbox, tmp_path: Path) -> None:
    def is_on_disk() -> bool:
        return any(b"a question" in file.read_bytes() for file in tmp_path.iterdir())

    responder = Responder(inbox)
    workers = responder.start_workers()
    await inbox.add(questions(1) + questions(2))
    assert is_on_disk()
    responder.may_answer.set()
    await _wait_until(lambda: not is_on_disk())
    await workers.stop(1)


async def test_at_a_stop_updates_in_progress_are_finished_and_the_others_stay(inbox: Inbox) -> None:
    responder = Responder(inbox)
    first, second = added = questions(1, 2)
    workers = responder.start_workers()
    await inbox.add(added)
    await _wait_until(lambda: responder.begun)
    stopping = asyncio.create_task(workers.stop(5))
    await asyncio.sleep(0)
    responder.may_answer.set()
    await stopping
    assert responder.ended == [first.update_id]
    assert await pending(inbox) == (second,)


async def test_at_a_stop_updates_that_take_too_long_stay_for_the_next_run(inbox: Inbox) -> None:
    responder = Responder(inbox)
    added = questions(1)
    workers = responder.start_workers()
    await inbox.add(added)
    await _wait_until(lambda: responder.begun)
    await workers.stop(0.01)
    assert await pending(inbox) == added


async def test_updates_without_a_chat_are_answered_too(inbox: Inbox) -> None:
    responder = Responder(inbox)
    responder.may_answer.set()
    workers = responder.start_workers()
    press = {"id": "1", "from": ASKER, "chat_instance": "1", "data": "t", "inline_message_id": "i"}
    await inbox.add(stored(update("callback_query", **press), {"update_id": 9_999_999}))
    await _wait_until(lambda: len(responder.ended) == 2)
    await workers.stop(1)


async def test_finished_updates_are_written_once_the_inbox_can_be_written(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    responder = Responder(inbox)
    added, workers = questions(1), responder.start_workers()
    await inbox.add(added)
    await _wait_until(lambda: responder.begun)
    async with inbox.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    responder.may_answer.set()
    await _wait_until(lambda: "cannot write the inbox" in caplog.text)
    async with inbox.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    await wait_until_empty(inbox)
    await workers.stop(1)
    assert responder.ended == [added[0].update_id]


async def test_the_semaphore_counts_its_free_slots() -> None:
    released: list[int] = []
    semaphore = CountingSemaphore(2, lambda: released.append(semaphore.free))
    await semaphore.acquire()
    assert semaphore.free == 1
    semaphore.release()
    assert (semaphore.free, released) == (2, [2])
