"""Errors: an apology to the user, and a log line without message texts and the token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram import Update

from bot.handlers.error_handler import NOT_READY_SECONDS
from bot.log import REDACTED, RedactingFormatter, describe
from bot.sending.doubt import counting_doubts
from bot.simulator import BOT, TOKEN, ApiError, ConnectionDroppedError, ExecutedThen
from bot.simulator.errors import Fault
from bot.updates.result import Done, RetryLater
from faq.engine import Engine
from faq.models import Flag
from faq.outcome import Ranking
from tests.bot.conftest import Chat, ChatFactory, silences
from tests.bot.sample_updates import ASKER, FORUM, GROUP, pressed, said
from tests.bot.small_faq import FAQ, ChestPain
from tests.faq.assistants import assistant_of

SORRY = "Sorry, something went wrong on my side, and I could not answer. Please try again in a while."


@dataclass(frozen=True, slots=True)
class Broken:
    """A matcher that fails, and quotes the question in its error."""

    def rank(self, question: str) -> Ranking:
        raise KeyError(f"secret {question}")

    def detect(self, question: str) -> Flag | None:
        return ChestPain().detect(question)


@pytest_asyncio.fixture
async def broken(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    async with make_chat(assistant_of(FAQ, Broken(), Broken(), FAQ.thresholds.words)) as ready:
        yield ready


async def test_the_user_gets_an_apology_in_the_same_topic(broken: Chat) -> None:
    update = said("/ask my secret", FORUM, message_thread_id=5, is_topic_message=True)
    [call] = await broken(update)
    assert (call.text, call["chat_id"], call["message_thread_id"]) == (SORRY, FORUM["id"], 5)
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


async def test_the_log_has_the_place_and_cause_but_not_the_question(
    broken: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    update = said("my secret")
    await broken(update)
    [record] = caplog.records
    assert record.getMessage().startswith(f"update {update['update_id']}: KeyError at test_error_handler.py:")
    assert "secret" not in caplog.text


async def test_a_red_flag_is_answered_though_the_matcher_is_broken(broken: Chat) -> None:
    [call] = await broken(said("chest pain"))
    assert call.text.startswith("Call 112 now.")


@pytest_asyncio.fixture
async def starting(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat with a bot whose matcher is not there yet."""
    async with make_chat(replace(Engine().guard(FAQ), red_flags=ChestPain())) as ready:
        yield ready


async def test_a_question_that_comes_before_the_matcher_is_answered_later_and_without_an_apology(
    starting: Chat,
) -> None:
    assert await starting.process(said("What stores iron?")) == RetryLater(NOT_READY_SECONDS)
    assert not starting.api.calls_of("sendMessage")


async def test_a_red_flag_is_answered_before_the_matcher_is_there(
    starting: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    [call] = await starting(said("I have chest pain"))
    assert call.text.startswith("Call 112 now.")
    assert not caplog.records


async def test_an_answer_that_telegram_refuses_ends_in_an_apology(chat: Chat) -> None:
    chat.api.faults.append(("sendMessage", ApiError(400, "Bad Request: can't parse entities")))
    [call] = await chat(said("What stores iron?"))
    assert call.text == SORRY
    chat.api.refused.clear()


@pytest.mark.parametrize("text", ["Forbidden: bot was blocked by the user", "Forbidden: bot was kicked"])
async def test_a_user_who_blocked_the_bot_gets_no_apology(chat: Chat, text: str) -> None:
    chat.api.faults.append(("sendMessage", ApiError(403, text)))
    assert await chat(said("What stores iron?")) == []
    chat.api.refused.clear()


@pytest.mark.parametrize(
    "refusal",
    [
        "not enough rights to send text messages to the chat", "have no rights to send a message", "TOPIC_CLOSED",
        "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "message thread not found", "chat not found", "TOPIC_DELETED",
    ],
)  # fmt: skip
async def test_where_the_bot_may_not_write_there_is_no_apology(
    chat: Chat, caplog: pytest.LogCaptureFixture, refusal: str
) -> None:
    chat.api.fail("sendMessage", ApiError(400, f"Bad Request: {refusal}"))
    assert await chat.process(said("/ask What stores iron?", GROUP)) == Done()
    assert chat.api.calls_of("sendMessage") == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("fault", [ApiError(400, "Bad Request: not enough rights to send text messages to the chat"),
                                   ApiError(403, "Forbidden: bot was kicked from the supergroup chat"),
                                   ApiError(401, "Unauthorized")])  # fmt: skip
@pytest.mark.parametrize("text", ["/ask What stores iron?", "/ask who won", "chest pain"])
async def test_a_question_whose_answer_was_refused_can_be_answered(chat: Chat, fault: ApiError, text: str) -> None:
    """Its claim is released, so the next delivery is not a duplicate."""
    update = said(text, GROUP)
    chat.api.fail("sendMessage", fault)
    assert await chat(update) == []
    chat.error_handler.result(Update(update["update_id"]))
    assert len(await chat(update)) == 1


async def test_a_network_error_is_retried(chat: Chat) -> None:
    chat.api.fail("sendMessage", ApiError(502, "Bad Gateway"))
    [call] = await chat(said("What stores iron?"))
    assert call.text.startswith("What stores iron?")
    chat.api.refused.clear()


async def test_an_answer_that_cannot_be_sent_is_retried_without_an_apology(chat: Chat) -> None:
    chat.api.fail("sendMessage", ApiError(502, "Bad Gateway"), times=2)
    assert await chat.process(said("What stores iron?")) == RetryLater(30.0)
    assert chat.api.calls_of("sendMessage") == []
    assert await chat.process(said("What stores iron?")) == Done()
    chat.api.refused.clear()


@pytest.mark.parametrize(
    ("fault", "posted"),
    [(ExecutedThen(ApiError(502, "Bad Gateway")), 3), (ApiError(500, "Internal Server Error"), 0),
     (ExecutedThen(ConnectionDroppedError()), 3)],
)  # fmt: skip
async def test_an_answer_that_may_have_been_sent_three_times_is_closed_and_counted(
    chat: Chat, caplog: pytest.LogCaptureFixture, fault: Fault, posted: int
) -> None:
    chat.api.fail("sendMessage", fault, times=9)
    update = said("What stores iron?")
    with counting_doubts():
        assert [await chat.process(update) for _ in range(2)] == [RetryLater(30.0), Done()]
    assert len(chat.api.calls_of("sendMessage")) == posted
    assert "closed, because its answer may have been sent: 3 posts without a clear response" in caplog.text
    assert silences(chat) == {"may_have_been_sent": 1}


async def test_an_emergency_in_doubt_is_posted_again_after_five_seconds(chat: Chat) -> None:
    chat.api.fail("sendMessage", ApiError(502, "Bad Gateway"), times=2)
    update = said("chest pain")
    with counting_doubts():
        assert await chat.process(update) == RetryLater(5.0)
        assert await chat.process(update) == Done()
    assert len(chat.api.calls_of("sendMessage")) == 1


async def test_the_log_names_a_muted_group_by_its_pseudonym_and_the_cure(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.api.promote(BOT, GROUP, "restricted")
    update = said("/ask What stores iron?", GROUP)
    assert await chat(update) == []
    name = chat.store.crypto.pseudonym(GROUP["id"])[:8]
    [line] = caplog.messages
    assert line.startswith(f"update {update['update_id']}: may not write in supergroup {name}: Not enough rights to")
    assert line.endswith("; its admins can allow the bot to send messages, or remove it")
    assert silences(chat) == {"may_not_write": 1}
    chat.api.refused.clear()


async def test_a_user_who_blocked_the_bot_is_counted_and_not_named(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.api.fail("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"))
    with caplog.at_level(logging.INFO):
        await chat(said("What stores iron?"))
    assert "may not write to this user: Forbidden: bot was blocked by the user" in caplog.text
    assert chat.store.crypto.pseudonym(ASKER["id"])[:8] not in caplog.text
    assert silences(chat) == {"blocked": 1}


async def test_a_token_revoked_midway_loses_no_answer(chat: Chat) -> None:
    chat.api.faults.append(("sendMessage", ApiError(401, "Unauthorized")))
    assert await chat.process(said("What stores iron?")) == RetryLater(5.0)
    chat.api.refused.clear()


async def test_after_an_error_the_press_is_answered_and_an_apology_posted(chat: Chat) -> None:
    chat.api.faults.append(("sendMessage", ApiError(400, "Bad Request: something")))
    calls = await chat(pressed("e:store"))
    assert [call.method for call in calls] == ["answerCallbackQuery", "answerCallbackQuery", "sendMessage"]
    assert calls[-1].text == SORRY
    chat.api.refused.clear()


async def test_an_error_outside_of_an_update_is_logged(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    await chat.application.process_error(None, KeyError("secret"))
    assert "outside of an update: KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_the_token_is_redacted_in_a_line_and_its_traceback() -> None:
    with pytest.raises(ValueError, match="bot") as raised:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    assert describe(raised.value).startswith("ValueError at test_error_handler.py:")
    thrown = (ValueError, raised.value, raised.value.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "at %s", (TOKEN,), thrown)
    line = RedactingFormatter(SecretStr(TOKEN)).format(record)
    assert TOKEN not in line
    assert f"at {REDACTED}" in line
    assert f"ValueError: https://api.telegram.org/bot{REDACTED}/sendMessage" in line


async def test_nothing_is_left_running(chat: Chat) -> None:
    await chat(said("What stores iron?"))
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_retry_does_not_count_against_the_limits(chat: Chat) -> None:
    update = said("What stores iron?")
    chat.api.fail("sendMessage", ApiError(401, "Unauthorized"), times=30)
    assert [await chat.process(update) for _ in range(30)] == [RetryLater(5.0)] * 30
    [call] = await chat(update)
    assert call.text.startswith("What stores iron?")
    chat.api.refused.clear()
