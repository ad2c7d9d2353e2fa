"""While the database is away questions wait, and are answered once when it is back."""

from __future__ import annotations

import pytest

from bot.store.answer_log import CLAIM_TIMEOUT
from bot.store.store import open_store
from bot.updates.result import Done, RetryLater
from tests.bot.conftest import Chat
from tests.bot.sample_updates import GROUP, PRIVATE, said
from tests.bot.small_faq import LIKE

QUESTION = "What stores iron?"
AWAY = "ALTER TABLE answers RENAME TO away"
BACK = "ALTER TABLE away RENAME TO answers"
FULL = """CREATE TRIGGER full_disk BEFORE UPDATE ON answers BEGIN SELECT RAISE(ABORT, 'disk full'); END"""


async def _execute(chat: Chat, statement: str) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.exec_driver_sql(statement)


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_question_gets_no_apology_and_later_the_answer(chat: Chat, place: dict[str, object]) -> None:
    question = said(f"/ask {QUESTION}", place)
    await _execute(chat, AWAY)
    assert isinstance(await chat.process(question), RetryLater)
    assert chat.api.calls_of("sendMessage") == []
    await _execute(chat, BACK)
    assert await chat.process(question) == Done()
    assert len(chat.api.calls_of("sendMessage")) == 1


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
@pytest.mark.parametrize("words", ["chest pain", LIKE])
async def test_a_red_flag_is_answered_at_once(chat: Chat, place: dict[str, object], words: str) -> None:
    for table in ("answers", "chats"):
        await _execute(chat, f"ALTER TABLE {table} RENAME TO {table}_away")
    assert await chat.process(said(f"/ask {words}", place)) == Done()
    [call] = chat.api.calls_of("sendMessage")
    assert call.text.startswith("Call 112 now.")


async def test_an_answer_that_cannot_be_recorded_counts_and_is_not_repeated(chat: Chat) -> None:
    await _execute(chat, FULL)
    assert await chat.process(said(QUESTION)) == Done()
    [answer] = chat.api.calls_of("sendMessage")
    assert "sorry" not in answer.text.casefold()


async def test_a_claim_of_unknown_origin_is_waited_for_and_then_the_question_is_answered(chat: Chat) -> None:
    # A commit can succeed though the connection ends before its reply: then the claim is our own.
    question = said(QUESTION)
    message = question["message"]
    assert await chat.store.answers.claim(message["chat"]["id"], message["message_id"], "", "")
    assert isinstance(await chat.process(question), RetryLater)
    chat.clock.now += CLAIM_TIMEOUT
    assert await chat.process(question) == Done()
    assert len(chat.api.calls_of("sendMessage")) == 1


async def test_a_claim_from_before_the_clock_was_put_back_expires(chat: Chat) -> None:
    question = said(QUESTION)
    message = question["message"]
    assert await chat.store.answers.claim(message["chat"]["id"], message["message_id"], "", "")
    chat.clock.now -= 3600
    assert await chat.process(question) == Done()
    assert len(chat.api.calls_of("sendMessage")) == 1


async def test_a_run_starts_though_the_claims_of_the_last_cannot_be_released(chat: Chat) -> None:
    await _execute(chat, AWAY)
    async with open_store(chat.store.engine, chat.store.crypto):
        await _execute(chat, BACK)
