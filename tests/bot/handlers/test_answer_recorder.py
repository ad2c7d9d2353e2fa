"""Records of answers, in a real database."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.handlers.answer_recorder import AnswerRecorder
from bot.models import NO_MESSAGE
from tests.bot.conftest import Chat
from tests.bot.sample_updates import ASKER, FORUM, GROUP, by_bot, message


@pytest.fixture
def recorder(chat: Chat) -> AnswerRecorder:
    return AnswerRecorder(chat.store.answers, chat.store.crypto)


@pytest.fixture
def question(chat: Chat) -> Message:
    return Message.de_json(message("What stores iron?", GROUP), chat.bot)


@pytest.fixture
def posted(chat: Chat) -> Message:
    return Message.de_json(by_bot(), chat.bot)


async def test_a_question_is_claimed_once_until_it_is_released(recorder: AnswerRecorder, question: Message) -> None:
    assert [await recorder.claim(question, fail_open=False) for _ in range(2)] == [True, False]
    await recorder.release(question)
    assert await recorder.claim(question, fail_open=False)


async def test_without_a_database_only_an_emergency_is_claimed(
    chat: Chat, recorder: AnswerRecorder, question: Message
) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.execute(sql("DROP TABLE answers"))
    assert await recorder.claim(question, fail_open=True)
    with pytest.raises(SQLAlchemyError):
        await recorder.claim(question, fail_open=False)


async def test_a_recorded_answer_is_found_by_its_question(
    chat: Chat, recorder: AnswerRecorder, question: Message, posted: Message
) -> None:
    await recorder.record(question, posted, "store", remove_after=3600)
    row = await recorder.answer_to(question)
    assert row is not None
    assert (row.message_id, row.entry, row.remove_at) == (posted.message_id, "store", chat.clock.now + 3600)
    assert (row.asker, row.digest) == (chat.store.crypto.pseudonym(ASKER["id"]), recorder.digest(question))


async def test_after_a_migration_the_answer_counts_as_its_own_question(
    chat: Chat, recorder: AnswerRecorder, question: Message
) -> None:
    moved = Message.de_json(by_bot(chat=GROUP | {"id": -1002}), chat.bot)
    await recorder.record(question, moved, "store")
    assert await recorder.answer_to(question) is None
    row = await recorder.answer_to(moved)
    assert row is not None
    assert row.message_id == moved.message_id


async def test_an_answer_requested_by_a_button_belongs_to_the_user_who_pressed(
    chat: Chat, recorder: AnswerRecorder
) -> None:
    posted = Message.de_json(by_bot(chat=FORUM, message_thread_id=5, is_topic_message=True), chat.bot)
    await recorder.record_press(88, posted, "low", 0)
    row = await chat.store.answers.of_message(posted.chat_id, posted.message_id)
    assert row is not None
    assert (row.asker, row.thread_id, row.entry, row.remove_at) == (chat.store.crypto.pseudonym(88), 5, "low", None)


async def test_sources_belong_to_their_answer_and_are_no_answer_with_an_entry(
    chat: Chat, recorder: AnswerRecorder, posted: Message
) -> None:
    await recorder.record_press(88, posted, "", 3600, part_of=7)
    row = await chat.store.answers.of_message(posted.chat_id, posted.message_id)
    assert row is not None
    assert (row.part_of, row.entry, row.remove_at) == (7, "", chat.clock.now + 3600)


async def test_a_replaced_entry_is_recorded_for_known_answers_only(
    recorder: AnswerRecorder, question: Message, posted: Message
) -> None:
    await recorder.replace_entry(posted, "low")
    assert await recorder.answer_to(question) is None
    await recorder.record(question, posted, "store")
    await recorder.replace_entry(posted, "low")
    row = await recorder.answer_to(question)
    assert row is not None
    assert row.entry == "low"


async def test_a_guest_answer_has_no_message_and_no_entry(recorder: AnswerRecorder, question: Message) -> None:
    await recorder.record_guest_answer(question)
    row = await recorder.answer_to(question)
    assert row is not None
    assert (row.message_id, row.entry) == (NO_MESSAGE, "")
