"""Guest questions, from chats where the bot is not a member: updates in, calls out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.simulator import ApiError, Call, visible_text
from bot.store.answer_log import CLAIM_TIMEOUT
from bot.updates.result import Done, RetryLater
from faq.content_version import version
from faq.outcome import Ranking
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import (
    A_BOT,
    FORUM,
    GROUP,
    OTHER,
    PRIVATE,
    as_guest,
    by_admin,
    by_bot,
    message,
    said,
    update,
)
from tests.bot.small_faq import FAQ, ChestPain
from tests.faq.assistants import assistant_of

ME = "@legwise_bot"
OTHERS = {"id": 66, "type": "private", "first_name": "Cy"}
"""A private chat of two people, neither of whom is the bot."""
VERSION = version(FAQ)
URGENT = "Call 112 now.\n\nThis can be an emergency."
LATE = ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
SLOW_DOWN = (
    "You have asked a lot in a short time, so I pause for a while. In an emergency, call your local emergency number."
)


def _words(call: Call) -> str:
    assert call.method == "answerGuestQuery", "a guest never writes to the chat"
    return visible_text(call["result"]["input_message_content"]["message_text"])


def _buttons(call: Call) -> list[list[str]]:
    rows = call["result"].get("reply_markup", {}).get("inline_keyboard", [])
    return [[button.get("callback_data", button.get("url")) for button in row] for row in rows]


def _stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("legwise.sqlite3*"))


@pytest.mark.parametrize("chat_", [GROUP, FORUM, OTHERS])
async def test_a_guest_question_gets_one_answer_and_nothing_is_written_to_the_chat(
    chat: Chat, chat_: dict[str, Any]
) -> None:
    [call] = await chat(incoming := as_guest(f"{ME} What stores iron?", chat_))
    assert call["guest_query_id"] == incoming["guest_message"]["guest_query_id"]
    assert _words(call) == ANSWER
    assert (call["result"]["id"], call["result"]["title"]) == (f"store.{VERSION}", "What stores iron?")
    assert call["result"]["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    assert _buttons(call) == [["v:store:1", "v:store:0"]]


async def test_a_subject_outside_the_article_is_referred(chat: Chat) -> None:
    [call] = await chat(as_guest(f"{ME} pregnant"))
    assert _words(call) == (
        "What about pregnancy?\n\nNot covered.\n\nNot from the article: from Clinic <of> legs.\n\nNo medical advice."
    )


async def test_an_ambiguous_question_links_both_entries_in_the_private_chat(chat: Chat) -> None:
    [call] = await chat(as_guest(f"ferritin {ME}"))
    assert _words(call) == (
        "Did you mean one of these?\n\n1. What stores iron?\n2. What is low ferritin?\n3. Question 0?\n\n"
        "If none of them is your question, try it in other words.\n\nNo medical advice."
    )
    link = "https://t.me/legwise_bot?start="
    assert _buttons(call) == [[f"{link}store"], [f"{link}low"], [f"{link}more-0"]]


async def test_a_question_without_a_match_gets_a_short_honest_no_and_a_link_to_the_private_chat(chat: Chat) -> None:
    [call] = await chat(as_guest(f"{ME} who won the match"))
    assert _words(call) == ("I don't have an answer to that.")
    assert _buttons(call) == [["https://t.me/legwise_bot?start=guest"], ["v::1", "v::0"]]


@pytest.mark.parametrize("text", [f"{ME} I have chest pain", f"chest pain {ME}"])
async def test_a_red_flag_gets_the_whole_urgent_reply(chat: Chat, text: str) -> None:
    [call] = await chat(as_guest(text))
    assert (_words(call), _buttons(call)) == (URGENT, [])


async def test_a_call_in_reply_to_a_message_answers_that_message(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    [call] = await chat(as_guest(ME, reply_to_message=question))
    assert _words(call) == ANSWER


async def test_the_callers_own_question_comes_before_the_quoted_one(chat: Chat) -> None:
    question = message("who won the match", GROUP, from_=OTHER)
    [call] = await chat(as_guest(f"{ME} What stores iron?", reply_to_message=question))
    assert _words(call) == ANSWER


@pytest.mark.parametrize("fields", [{}, {"reply_to_message": by_bot("an answer")},
                                    {"reply_to_message": message(None, GROUP, from_=OTHER)}])  # fmt: skip
async def test_a_call_without_a_question_explains_how_to_ask(chat: Chat, fields: dict[str, Any]) -> None:
    [call] = await chat(as_guest(ME, **fields))
    assert _words(call) == (
        "Write @legwise_bot and your question in one message, "
        "or reply to somebody's question with my name and I answer it."
    )
    assert _buttons(call) == [["https://t.me/legwise_bot?start=guest"]]


async def test_a_red_flag_in_words_that_a_guest_quotes_is_answered(chat: Chat) -> None:
    quote = {"text": "I have chest pain", "position": 0}
    elsewhere = {"origin": {"type": "user", "date": 1, "sender_user": OTHER}}
    [call] = await chat(as_guest(f"{ME} what should he do?", external_reply=elsewhere, quote=quote))
    assert _words(call) == URGENT


@pytest.mark.parametrize("text", ["What stores iron?", "I have chest pain"])
async def test_a_question_that_is_both_a_message_and_a_guest_message_is_answered_once(chat: Chat, text: str) -> None:
    for first_as_guest in (True, False):
        guest = as_guest(f"{ME} {text}")
        body = {name: value for name, value in guest["guest_message"].items() if name != "guest_query_id"}
        both = [guest, update(**body)]
        calls = [await chat(each) for each in (both if first_as_guest else both[::-1])]
        assert list(map(len, calls)) == [1, 0]


async def test_an_update_that_comes_twice_is_answered_once(chat: Chat) -> None:
    guest = as_guest(f"{ME} What stores iron?")
    assert [len(await chat(guest)) for _ in range(3)] == [1, 0, 0]


async def test_a_guest_answer_is_not_linked_to_later(chat: Chat) -> None:
    await chat(as_guest(f"{ME} What stores iron?"))
    [call] = await chat(said("/ask What stores iron?", GROUP))
    assert call.text == ANSWER


@pytest.mark.parametrize("incoming", [
    as_guest(f"{ME} What stores iron?", from_=A_BOT),
    as_guest(f"{ME} What stores iron?", via_bot={"id": 123456, "is_bot": True, "first_name": "x"}),
])  # fmt: skip
async def test_other_bots_and_the_bots_own_messages_get_no_answer(chat: Chat, incoming: dict[str, Any]) -> None:
    assert await chat(incoming) == []


async def test_an_anonymous_admin_is_answered(chat: Chat) -> None:
    body = by_admin(f"{ME} What stores iron?")["message"]
    [call] = await chat(update("guest_message", **body, guest_query_id="7"))
    assert _words(call) == ANSWER


@pytest.mark.parametrize("missing", ["from", "text", "entities"])
async def test_a_guest_message_that_lacks_a_field_is_answered(chat: Chat, missing: str) -> None:
    incoming = as_guest(f"{ME} What stores iron?")
    del incoming["guest_message"][missing]
    [call] = await chat(incoming)
    assert call.method == "answerGuestQuery"


async def test_a_guest_message_without_a_query_is_ignored(chat: Chat) -> None:
    incoming = as_guest(f"{ME} What stores iron?")
    del incoming["guest_message"]["guest_query_id"]
    assert await chat(incoming) == []


async def test_over_the_limit_there_is_one_notice_but_a_red_flag_is_answered(chat: Chat) -> None:
    texts = [_words(call) for _ in range(40) for call in await chat(as_guest(f"{ME} who won the match"))]
    assert texts.count(SLOW_DOWN) == 1
    assert texts[-1] == SLOW_DOWN
    assert len(texts) < 40
    [urgent] = await chat(as_guest(f"{ME} chest pain"))
    assert _words(urgent) == URGENT


async def test_a_query_that_is_too_old_is_ignored_and_its_text_not_logged(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.api.fail("answerGuestQuery", LATE)
    with caplog.at_level(logging.DEBUG, "bot"):
        assert await chat.process(as_guest(f"{ME} What stores iron?")) == Done()
    assert chat.api.calls[1:] == []
    assert "Query is too old" in caplog.text
    assert "stores iron" not in caplog.text


async def test_a_question_refused_as_a_guest_is_answered_as_a_message(chat: Chat) -> None:
    chat.api.fail("answerGuestQuery", LATE)
    guest = as_guest(f"{ME} What stores iron?")
    assert await chat(guest) == []
    [call] = await chat(
        update(**{name: value for name, value in guest["guest_message"].items() if name != "guest_query_id"})
    )
    assert call.method == "sendMessage"


async def test_a_guest_answer_lost_in_the_network_is_retried(chat: Chat) -> None:
    chat.api.fail("answerGuestQuery", ApiError(502, "Bad Gateway"), times=3)
    guest = as_guest(f"{ME} What stores iron?")
    assert isinstance(await chat.process(guest), RetryLater)
    [call] = await chat(guest)
    assert _words(call) == ANSWER


async def test_an_internal_error_is_answered_through_the_query_and_the_text_not_logged(
    make_chat: ChatFactory, caplog: pytest.LogCaptureFixture
) -> None:
    async with make_chat(assistant_of(FAQ, Broken(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(as_guest(f"{ME} What stores iron?"))
    assert _words(call).startswith("Sorry, something went wrong on my side")
    assert "ValueError" in caplog.text
    assert "stores iron" not in caplog.text


async def test_without_a_database_a_red_flag_is_answered(chat: Chat) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE answers"))
    [call] = await chat(as_guest(f"{ME} chest pain"))
    assert _words(call) == URGENT


async def test_the_claim_of_a_crashed_process_expires(chat: Chat) -> None:
    guest = as_guest(f"{ME} What stores iron?")
    body = guest["guest_message"]
    await chat.store.answers.claim(body["chat"]["id"], body["message_id"], "a" * 32, "0" * 16)
    assert await chat(guest) == []
    chat.clock.now += CLAIM_TIMEOUT + 1
    assert len(await chat(guest)) == 1


async def test_the_text_of_a_guest_question_is_not_stored(chat: Chat, tmp_path: Path) -> None:
    await chat(as_guest(f"{ME} What stores iron?"))
    await chat(as_guest(f"{ME} who won the match"))
    stored = _stored(tmp_path)
    assert str(GROUP["id"]).encode() in stored
    assert not [word for word in (b"stores iron", b"the match", b"Ada") if word in stored]


async def test_independent_validators_accept_every_kind_of_answer(validated_chat: Chat) -> None:
    for question in ("", "ferritin", "What stores iron?", "chest pain", "who won the match"):
        assert len(await validated_chat(as_guest(f"{ME} {question}".strip()))) == 1


async def test_a_plain_message_is_not_a_guest_question(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?", PRIVATE))
    assert call.method == "sendMessage"


class Broken:
    """Fails with an error that quotes the question."""

    def rank(self, question: str) -> Ranking:
        raise ValueError(question)
