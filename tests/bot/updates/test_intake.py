"""The intake: updates are ranked and stored, and an emergency that cannot be stored is answered at once and once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError

from bot.updates.inbox import Finished, Inbox, StoredUpdate
from bot.updates.intake import MAX_REMEMBERED, PATIENCE, Intake
from bot.updates.result import RetryLater
from tests.bot.sample_updates import said
from tests.bot.updates.inbox_helpers import depth, pending, stored
from tests.bot.updates.test_triage import CALM, WORDS, make_triage


@dataclass
class Answers:
    """Records the updates that are answered, the first with the given results."""

    results: list[Finished | RetryLater] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_end.set()

    async def __call__(self, update: StoredUpdate) -> Finished | RetryLater:
        self.begun.append(update.update_id)
        await self.may_end.wait()
        return self.results.pop(0) if self.results else Finished(update.update_id)


class Full(Inbox):
    """An inbox on a full disk."""

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        raise OperationalError(None, None, OSError("disk full"))


class Slow(Inbox):
    """An inbox that is locked for a while."""

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        await asyncio.sleep(2 * PATIENCE)
        return await super().add(updates)


def make_intake(inbox: Inbox, answers: Answers) -> Intake:
    """Return an intake that can answer."""
    intake = Intake(inbox, make_triage())
    intake.answer_with(answers)
    return intake


async def test_an_emergency_that_can_be_stored_is_stored_with_its_rank_and_left_to_the_workers(inbox: Inbox) -> None:
    answers = Answers()
    emergency, question = stored(said(WORDS), said(CALM))
    intake = make_intake(inbox, answers)
    assert await intake.add([question, emergency]) == (question, emergency)
    assert await inbox.exchange(urgent=9) == (emergency,)
    assert answers.begun == []
    assert not await intake.has_answered(emergency.update_id)


async def test_an_emergency_that_cannot_be_stored_is_answered_once_however_often_it_comes(inbox: Inbox) -> None:
    answers = Answers()
    emergency, question = stored(said(WORDS), said(CALM))
    intake = make_intake(Full(inbox.engine), answers)
    for _ in range(3):
        with pytest.raises(SQLAlchemyError):
            await intake.add([question, emergency])
        assert await intake.has_answered(emergency.update_id)
    assert answers.begun == [emergency.update_id]


async def test_an_emergency_is_answered_while_the_database_is_locked_and_stored_afterwards(inbox: Inbox) -> None:
    answers = Answers()
    [emergency] = stored(said(WORDS))
    intake = make_intake(Slow(inbox.engine), answers)
    adding = asyncio.create_task(intake.add([emergency]))
    async with asyncio.timeout(1.9 * PATIENCE):
        while not answers.begun:  # noqa: ASYNC110 - an answer sets no event
            await asyncio.sleep(0.01)
    assert await adding == (emergency,)
    assert await depth(inbox) == 1
    assert await intake.has_answered(emergency.update_id)


async def test_an_update_that_the_database_refuses_holds_up_no_other(inbox: Inbox) -> None:
    texts = (CALM, "refused", CALM)
    first, bad, last = (StoredUpdate(update["update_id"], update) for update in map(said, texts))

    class Strict(Inbox):
        async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
            if any("refused" in str(one.body) for one in updates):
                raise DataError(None, None, ValueError())
            return await super().add(updates)

    new = await Intake(Strict(inbox.engine), make_triage()).add([first, bad, last])
    assert [one.update_id for one in new] == [first.update_id, bad.update_id, last.update_id]
    assert [set(one.body) for one in await pending(inbox)][1] == {"update_id"}


async def test_an_answer_that_could_not_be_sent_is_sent_at_the_repetition(inbox: Inbox) -> None:
    answers = Answers(results=[RetryLater(1.0)])
    [emergency] = stored(said(WORDS))
    intake = make_intake(Full(inbox.engine), answers)
    for is_answered in (False, True):
        with pytest.raises(SQLAlchemyError):
            await intake.add([emergency])
        assert await intake.has_answered(emergency.update_id) is is_answered
    assert len(answers.begun) == 2


async def test_emergencies_behind_updates_that_are_still_being_stored_are_answered(inbox: Inbox) -> None:
    answers = Answers()
    emergency, question = stored(said(WORDS), said(CALM))
    intake = make_intake(inbox, answers)
    await intake.look([question, emergency])
    assert await intake.has_answered(emergency.update_id)
    assert answers.begun == [emergency.update_id]
    assert await depth(inbox) == 0


async def test_before_the_content_is_loaded_nothing_is_answered_without_the_inbox(inbox: Inbox) -> None:
    intake = Intake(Full(inbox.engine), make_triage())
    [emergency] = stored(said(WORDS))
    with pytest.raises(SQLAlchemyError):
        await intake.add([emergency])
    assert not await intake.has_answered(emergency.update_id)


async def test_a_stop_ends_the_answers_under_way(inbox: Inbox) -> None:
    answers = Answers()
    answers.may_end.clear()
    intake = make_intake(inbox, answers)
    await intake.look(stored(said(WORDS)))
    await asyncio.sleep(0)
    await asyncio.wait_for(intake.stop(), 1)
    await intake.look(stored(said(WORDS)))
    assert len(answers.begun) == 1


async def test_the_memory_of_answered_emergencies_is_bounded(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_REMEMBERED >= 1000
    monkeypatch.setattr("bot.updates.intake.MAX_REMEMBERED", 2)
    intake = make_intake(inbox, Answers())
    emergencies = stored(said(WORDS), said(WORDS), said(WORDS))
    await intake.look(emergencies)
    assert [await intake.has_answered(one.update_id) for one in emergencies] == [False, True, True]
