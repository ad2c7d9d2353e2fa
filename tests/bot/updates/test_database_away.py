"""While the database is away nobody is turned away: what was asked is answered when it is back, and once."""

from __future__ import annotations

import pytest

from bot.store.answer_log import CLAIMED
from bot.store.store import at_work
from bot.updates.result import Done, RetryLater
from tests.bot.conftest import Chat
from tests.bot.sample_updates import GROUP, PRIVATE, said
from tests.bot.small_faq import LIKE

QUESTION = "What stores iron?"
AWAY = "ALTER TABLE answers RENAME TO away"
BACK = "ALTER TABLE away RENAME TO answers"
FULL = """CREATE TRIGGER full_disk BEFORE UPDATE ON answers BEGIN SELECT RAISE(ABORT, 'disk full'); END"""


async def _done(chat: Chat, statement: str) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.exec_driver_sql(statement)


@pytest.mark.parametrize("where", [PRIVATE, GROUP])
async def test_who_asks_meanwhile_gets_no_apology_and_later_the_answer(chat: Chat, where: dict[str, object]) -> None:
    question = said(f"/ask {QUESTION}", where)
    await _done(chat, AWAY)
    assert isinstance(await chat.ending(question), RetryLater)
    assert chat.judge.of("sendMessage") == []
    await _done(chat, BACK)
    assert await chat.ending(question) == Done()
    assert len(chat.judge.of("sendMessage")) == 1


@pytest.mark.parametrize("where", [PRIVATE, GROUP])
@pytest.mark.parametrize("words", ["chest pain", LIKE])
async def test_an_emergency_is_answered_at_once_all_the_same(chat: Chat, where: dict[str, object], words: str) -> None:
    for table in ("answers", "chats"):
        await _done(chat, f"ALTER TABLE {table} RENAME TO {table}_away")
    assert await chat.ending(said(f"/ask {words}", where)) == Done()
    [call] = chat.judge.of("sendMessage")
    assert call.text.startswith("Call 112 now.")


async def test_an_answer_that_cannot_be_noted_is_an_answer_and_is_not_given_again(chat: Chat) -> None:
    await _done(chat, FULL)
    assert await chat.ending(said(QUESTION)) == Done()
    [answer] = chat.judge.of("sendMessage")
    assert "sorry" not in answer.text.casefold()


async def test_a_claim_of_nobody_knows_whom_is_waited_for_and_no_reason_to_be_silent(chat: Chat) -> None:
    """A commit can succeed though the connection ends before that is told: then the claim is one's own."""
    question = said(QUESTION)
    message = question["message"]
    assert await chat.store.answers.claim(message["chat"]["id"], message["message_id"], "", "")
    assert isinstance(await chat.ending(question), RetryLater)
    chat.clock.now += CLAIMED
    assert await chat.ending(question) == Done()
    assert len(chat.judge.of("sendMessage")) == 1


async def test_a_claim_from_before_the_clock_was_put_back_does_not_hold_for_an_hour(chat: Chat) -> None:
    question = said(QUESTION)
    message = question["message"]
    assert await chat.store.answers.claim(message["chat"]["id"], message["message_id"], "", "")
    chat.clock.now -= 3600
    assert await chat.ending(question) == Done()
    assert len(chat.judge.of("sendMessage")) == 1


async def test_a_run_starts_though_the_claims_of_the_last_cannot_be_given_up(chat: Chat) -> None:
    await _done(chat, AWAY)
    async with at_work(chat.store):
        await _done(chat, BACK)
