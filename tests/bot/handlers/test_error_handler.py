"""Errors: an apology for the person, a place for the log, and nothing of what was written or of the token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram import Update

from bot.log import STRUCK_OUT, Redacting, where
from bot.updates.result import Done, RetryLater
from faq.assistant import Assistant
from faq.models import UrgentReply
from faq.outcome import Ranking
from tests.bot.conftest import Chat, Chatting
from tests.bot.judge import TOKEN, Refusal
from tests.bot.sample_updates import FORUM, GROUP, pressed, said
from tests.bot.small_faq import FAQ, ChestPain

SORRY = "Sorry, something went wrong on my side, and I could not answer. Please try again in a while."


@dataclass(frozen=True, slots=True)
class Broken:
    """A matcher that fails, and quotes the question in its error."""

    def rank(self, question: str) -> Ranking:
        raise KeyError(f"secret {question}")

    def detect(self, question: str) -> UrgentReply | None:
        return ChestPain().detect(question)


@pytest_asyncio.fixture
async def broken(chatting: Chatting) -> AsyncIterator[Chat]:
    async with chatting(Assistant(FAQ, Broken(), Broken(), FAQ.thresholds.words)) as ready:
        yield ready


async def test_the_person_gets_an_apology_where_they_asked(broken: Chat) -> None:
    asked = said("/ask my secret", FORUM, message_thread_id=5, is_topic_message=True)
    [call] = await broken(asked)
    assert (call.text, call["chat_id"], call["message_thread_id"]) == (SORRY, FORUM["id"], 5)
    assert call["reply_parameters"]["message_id"] == asked["message"]["message_id"]


async def test_the_log_gets_where_and_why_and_not_what_was_asked(
    broken: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    asked = said("my secret")
    await broken(asked)
    [record] = caplog.records
    assert record.getMessage().startswith(f"update {asked['update_id']}: KeyError at test_error_handler.py:")
    assert "secret" not in caplog.text


async def test_a_red_flag_is_answered_though_the_matcher_is_broken(broken: Chat) -> None:
    [call] = await broken(said("chest pain"))
    assert call.text.startswith("Call 112 now.")


async def test_an_answer_that_telegram_refuses_ends_in_an_apology(chat: Chat) -> None:
    chat.judge.faults.append(("sendMessage", Refusal(400, "Bad Request: can't parse entities")))
    [call] = await chat(said("What stores iron?"))
    assert call.text == SORRY
    chat.judge.refused.clear()


@pytest.mark.parametrize("text", ["Forbidden: bot was blocked by the user", "Forbidden: bot was kicked"])
async def test_who_blocked_the_bot_is_left_alone(chat: Chat, text: str) -> None:
    chat.judge.faults.append(("sendMessage", Refusal(403, text)))
    assert await chat(said("What stores iron?")) == []
    chat.judge.refused.clear()


@pytest.mark.parametrize(
    "refusal",
    [
        "not enough rights to send text messages to the chat", "have no rights to send a message", "TOPIC_CLOSED",
        "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "message thread not found", "chat not found", "TOPIC_DELETED",
    ],
)  # fmt: skip
async def test_where_the_bot_may_not_write_it_gives_up_quietly_without_trying_to_apologise(
    chat: Chat, caplog: pytest.LogCaptureFixture, refusal: str
) -> None:
    chat.judge.fail("sendMessage", Refusal(400, f"Bad Request: {refusal}"))
    assert await chat.ending(said("/ask What stores iron?", GROUP)) == Done()
    assert chat.judge.of("sendMessage") == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("fault", [Refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
                                   Refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
                                   Refusal(401, "Unauthorized")])  # fmt: skip
@pytest.mark.parametrize("text", ["/ask What stores iron?", "/ask who won", "chest pain"])
async def test_a_question_whose_answer_was_refused_can_still_be_answered(chat: Chat, fault: Refusal, text: str) -> None:
    """The claim to it is given up with the failure, so that the next delivery is no second answer."""
    asked = said(text, GROUP)
    chat.judge.fail("sendMessage", fault)
    assert await chat(asked) == []
    chat.failures.ending(Update(asked["update_id"]))
    assert len(await chat(asked)) == 1


async def test_a_fault_of_the_network_is_tried_again(chat: Chat) -> None:
    chat.judge.faults += [("sendMessage", Refusal(502, "Bad Gateway"))] * 2
    [call] = await chat(said("What stores iron?"))
    assert call.text.startswith("What stores iron?")
    chat.judge.refused.clear()


async def test_what_cannot_be_sent_is_put_off_and_not_apologised_for(chat: Chat) -> None:
    chat.judge.faults += [("sendMessage", Refusal(502, "Bad Gateway"))] * 3
    assert await chat.ending(said("What stores iron?")) == RetryLater(5.0)
    assert chat.judge.of("sendMessage") == []
    assert await chat.ending(said("What stores iron?")) == Done()
    chat.judge.refused.clear()


async def test_a_token_that_is_refused_midway_loses_no_answer(chat: Chat) -> None:
    chat.judge.faults.append(("sendMessage", Refusal(401, "Unauthorized")))
    assert await chat.ending(said("What stores iron?")) == RetryLater(5.0)
    chat.judge.refused.clear()


async def test_an_error_over_a_press_answers_the_press_and_apologises(chat: Chat) -> None:
    chat.judge.faults.append(("sendMessage", Refusal(400, "Bad Request: something")))
    calls = await chat(pressed("e:store"))
    assert [call.method for call in calls] == ["answerCallbackQuery", "answerCallbackQuery", "sendMessage"]
    assert calls[-1].text == SORRY
    chat.judge.refused.clear()


async def test_an_error_outside_of_an_update_is_logged(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    await chat.application.process_error(None, KeyError("secret"))
    assert "outside of an update: KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_the_token_is_struck_out_of_a_line_and_its_traceback() -> None:
    with pytest.raises(ValueError, match="bot") as raised:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    assert where(raised.value).startswith("ValueError at test_error_handler.py:")
    thrown = (ValueError, raised.value, raised.value.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "at %s", (TOKEN,), thrown)
    line = Redacting(SecretStr(TOKEN)).format(record)
    assert TOKEN not in line
    assert f"at {STRUCK_OUT}" in line
    assert f"ValueError: https://api.telegram.org/bot{STRUCK_OUT}/sendMessage" in line


async def test_nothing_is_left_running(chat: Chat) -> None:
    await chat(said("What stores iron?"))
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_an_answer_that_is_tried_again_takes_no_further_turn(chat: Chat) -> None:
    asked = said("What stores iron?")
    chat.judge.fail("sendMessage", Refusal(502, "Bad Gateway"), times=30 * 3)
    assert [await chat.ending(asked) for _ in range(30)] == [RetryLater(5.0)] * 30
    [call] = await chat(asked)
    assert call.text.startswith("What stores iron?")
    chat.judge.refused.clear()
