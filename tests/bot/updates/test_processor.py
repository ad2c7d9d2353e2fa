"""One attempt at an update: done, to be retried, or set aside with a reason that quotes nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Update

from bot.updates.expiry import DAY, GROUP_LIFETIME, URGENT_GROUP_LIFETIME
from bot.updates.inbox import Finished, StoredUpdate
from bot.updates.processor import Answer, Processor
from bot.updates.result import Done, Result, RetryLater
from tests.bot.sample_updates import DATE, GROUP, said, update


def make_processor(answer: Answer, now: float = DATE, deadline: float = 30.0, *, is_urgent: bool = False) -> Processor:
    """Return a processor at a time, to which everything or nothing is urgent."""
    return Processor(lambda body: Update.de_json(body, None), answer, lambda: now, deadline, lambda _: is_urgent)


def stored(body: dict[str, Any]) -> StoredUpdate:
    """Return an update that was stored when it was written."""
    return StoredUpdate(body["update_id"], body, DATE)


async def _done(_: Update) -> Result:
    return Done()


async def test_an_answered_update_is_finished() -> None:
    question = stored(said("a question"))
    assert await make_processor(_done).process(question) == Finished(question.update_id)


async def test_an_update_whose_answer_could_not_be_sent_is_retried_later() -> None:
    async def fail(_: Update) -> Result:
        return RetryLater(3.0)

    assert await make_processor(fail).process(stored(said("a question"))) == RetryLater(3.0)


async def test_an_expired_update_is_finished_without_an_answer() -> None:
    answered: list[int] = []

    async def answer(update: Update) -> Result:
        answered.append(update.update_id)
        return Done()

    question = stored(said("a question", GROUP))
    assert await make_processor(answer, DATE + GROUP_LIFETIME + 1).process(question) == Finished(question.update_id)
    assert answered == []
    await make_processor(answer, DATE + GROUP_LIFETIME).process(question)
    assert answered == [question.update_id]


async def test_each_expired_update_is_reported() -> None:
    expired: list[str] = []
    processor = Processor(
        lambda body: Update.de_json(body, None),
        _done,
        lambda: DATE + DAY + 1,
        on_expired=lambda: expired.append("expired"),
    )
    await processor.process(stored(said("a question")))
    assert expired == ["expired"]


async def test_an_emergency_that_was_stored_before_it_could_be_ranked_expires_no_sooner() -> None:
    answered: list[int] = []

    async def answer(update: Update) -> Result:
        answered.append(update.update_id)
        return Done()

    question = stored(said("chest pain", GROUP))
    late, in_time = DATE + URGENT_GROUP_LIFETIME + 1, DATE + URGENT_GROUP_LIFETIME
    assert await make_processor(answer, late, is_urgent=True).process(question) == Finished(question.update_id)
    assert answered == []
    await make_processor(answer, in_time, is_urgent=True).process(question)
    assert answered == [question.update_id]


async def test_an_update_that_takes_too_long_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    async def hang(_: Update) -> Result:
        await asyncio.Event().wait()
        return Done()

    question = stored(said("a question"))
    finished = await make_processor(hang, deadline=0.01).process(question)
    assert finished == Finished(question.update_id, "took longer than 0.01 s")
    assert "set aside: took longer than 0.01 s" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        update("message", text="secret"),
        update("callback_query", id="secret"),
        {"update_id": 7, "message": "secret"},
    ],
)
async def test_an_unreadable_update_is_set_aside_with_the_reason_and_without_its_text(
    caplog: pytest.LogCaptureFixture, body: dict[str, Any]
) -> None:
    finished = await make_processor(_done).process(stored(body))
    assert isinstance(finished, Finished)
    assert finished.fault is not None
    assert "secret" not in finished.fault + caplog.text


async def test_an_error_in_answering_is_logged_by_class_and_place_only(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_: Update) -> Result:
        raise KeyError("secret")

    finished = await make_processor(fail).process(stored(said("a question")))
    assert isinstance(finished, Finished)
    assert (finished.fault or "").startswith("KeyError at test_processor.py")
    assert "set aside: KeyError at test_processor.py" in caplog.text
    assert "secret" not in caplog.text
