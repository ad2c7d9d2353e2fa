"""Guest questions: somebody calls the bot into a chat where it is no member. Update in, calls out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.store.answer_log import CLAIMED
from bot.updates.result import Done, RetryLater
from faq.assistant import Assistant
from faq.content_version import version
from faq.outcome import Ranking
from tests.bot.conftest import Chat, Chatting
from tests.bot.handlers.test_inline import STORE
from tests.bot.judge import Call, Refusal, visible
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

ME = "@legwise_bot"
OTHERS = {"id": 66, "type": "private", "first_name": "Cy"}
"""A private chat of two people, neither of whom is the bot."""
VERSION = version(FAQ)
URGENT = "Call 112 now.\n\nThis can be an emergency.\n\nSources:\n• Clinic <of> legs"
LATE = Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
SLOW_DOWN = (
    "You have asked a lot in a short time, so I pause for a while. In an emergency, call your local emergency number."
)


def _words(call: Call) -> str:
    assert call.method == "answerGuestQuery", "a guest never writes to the chat"
    return visible(call["result"]["input_message_content"]["message_text"])


def _buttons(call: Call) -> list[list[str]]:
    rows = call["result"].get("reply_markup", {}).get("inline_keyboard", [])
    return [[button.get("callback_data", button.get("url")) for button in row] for row in rows]


def _kept(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("legwise.sqlite3*"))


@pytest.mark.parametrize("place", [GROUP, FORUM, OTHERS])
async def test_a_guest_question_gets_one_answer_and_nothing_is_written_to_the_chat(
    chat: Chat, place: dict[str, Any]
) -> None:
    [call] = await chat(asked := as_guest(f"{ME} What stores iron?", place))
    assert call["guest_query_id"] == asked["guest_message"]["guest_query_id"]
    assert _words(call) == STORE
    assert (call["result"]["id"], call["result"]["title"]) == (f"store.{VERSION}", "What stores iron?")
    assert call["result"]["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    assert _buttons(call) == [["v:store:1", "v:store:0"]]


async def test_a_subject_that_is_not_covered_is_referred(chat: Chat) -> None:
    [call] = await chat(as_guest(f"{ME} pregnant"))
    assert _words(call) == (
        "What about pregnancy?\nNot covered.\nSource: Clinic <of> legs\nNo medical advice. Reviewed 22 November 2026."
    )


async def test_a_question_of_two_meanings_offers_both_in_the_private_chat(chat: Chat) -> None:
    [call] = await chat(as_guest(f"ferritin {ME}"))
    assert _words(call) == (
        "Did you mean one of these?\n1. What stores iron?\n2. What is low ferritin?\n3. Question 0?\n"
        "If none of them is your question, try it in other words.\nNo medical advice."
    )
    link = "https://t.me/legwise_bot?start="
    assert _buttons(call) == [[f"{link}store"], [f"{link}low"], [f"{link}more-0"]]


async def test_what_nothing_fits_gets_a_short_honest_no_and_the_way_to_the_private_chat(chat: Chat) -> None:
    [call] = await chat(as_guest(f"{ME} who won the match"))
    assert _words(call) == (
        "I don't have an answer to that.\nI only know one article about iron, ferritin and restless legs."
    )
    assert _buttons(call) == [["https://t.me/legwise_bot?start=guest"], ["v::1", "v::0"]]


@pytest.mark.parametrize("text", [f"{ME} I have chest pain", f"chest pain {ME}"])
async def test_a_red_flag_is_told_whole_and_before_anything_else(chat: Chat, text: str) -> None:
    [call] = await chat(as_guest(text))
    assert (_words(call), _buttons(call)) == (URGENT, [])


async def test_called_in_reply_to_somebody_it_answers_that_message(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    [call] = await chat(as_guest(ME, reply_to_message=question))
    assert _words(call) == STORE


async def test_the_words_of_whoever_calls_come_before_those_they_reply_to(chat: Chat) -> None:
    question = message("who won the match", GROUP, from_=OTHER)
    [call] = await chat(as_guest(f"{ME} What stores iron?", reply_to_message=question))
    assert _words(call) == STORE


@pytest.mark.parametrize("fields", [{}, {"reply_to_message": by_bot("an answer")},
                                    {"reply_to_message": message(None, GROUP, from_=OTHER)}])  # fmt: skip
async def test_called_without_a_question_it_says_how_to_ask(chat: Chat, fields: dict[str, Any]) -> None:
    [call] = await chat(as_guest(ME, **fields))
    assert _words(call) == (
        "Write @legwise_bot and your question in one message, "
        "or reply to somebody's question with my name and I answer it."
    )
    assert _buttons(call) == [["https://t.me/legwise_bot?start=guest"]]


@pytest.mark.parametrize("text", ["What stores iron?", "I have chest pain"])
async def test_what_comes_as_a_message_and_as_a_guest_message_is_answered_once(chat: Chat, text: str) -> None:
    for first_as_guest in (True, False):
        guest = as_guest(f"{ME} {text}")
        body = {name: value for name, value in guest["guest_message"].items() if name != "guest_query_id"}
        both = [guest, update(**body)]
        calls = [await chat(each) for each in (both if first_as_guest else both[::-1])]
        assert list(map(len, calls)) == [1, 0]


async def test_an_update_that_comes_twice_is_answered_once(chat: Chat) -> None:
    guest = as_guest(f"{ME} What stores iron?")
    assert [len(await chat(guest)) for _ in range(3)] == [1, 0, 0]


async def test_an_answer_given_as_a_guest_is_not_pointed_to_later_since_it_has_no_address(chat: Chat) -> None:
    await chat(as_guest(f"{ME} What stores iron?"))
    [call] = await chat(said("/ask What stores iron?", GROUP))
    assert call.text.splitlines()[:2] == ["What stores iron?", "Ferritin does."]


@pytest.mark.parametrize("asked", [
    as_guest(f"{ME} What stores iron?", from_=A_BOT),
    as_guest(f"{ME} What stores iron?", via_bot={"id": 123456, "is_bot": True, "first_name": "x"}),
])  # fmt: skip
async def test_other_bots_and_what_the_bot_wrote_itself_get_no_answer(chat: Chat, asked: dict[str, Any]) -> None:
    assert await chat(asked) == []


async def test_an_anonymous_admin_is_answered(chat: Chat) -> None:
    body = by_admin(f"{ME} What stores iron?")["message"]
    [call] = await chat(update("guest_message", **body, guest_query_id="7"))
    assert _words(call) == STORE


@pytest.mark.parametrize("missing", ["from", "text", "entities"])
async def test_a_guest_message_that_lacks_a_field_is_answered(chat: Chat, missing: str) -> None:
    asked = as_guest(f"{ME} What stores iron?")
    del asked["guest_message"][missing]
    [call] = await chat(asked)
    assert call.method == "answerGuestQuery"


async def test_a_guest_message_without_a_query_cannot_be_answered_and_is_let_go(chat: Chat) -> None:
    asked = as_guest(f"{ME} What stores iron?")
    del asked["guest_message"]["guest_query_id"]
    assert await chat(asked) == []


async def test_whoever_asks_too_much_is_told_once_but_a_red_flag_is_always_answered(chat: Chat) -> None:
    told = [_words(call) for _ in range(40) for call in await chat(as_guest(f"{ME} who won the match"))]
    assert told.count(SLOW_DOWN) == 1
    assert told[-1] == SLOW_DOWN
    assert len(told) < 40
    [urgent] = await chat(as_guest(f"{ME} chest pain"))
    assert _words(urgent) == URGENT


async def test_too_late_is_let_go_without_a_word_of_it_in_the_log(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    chat.judge.fail("answerGuestQuery", LATE)
    with caplog.at_level(logging.DEBUG, "bot"):
        assert await chat.ending(as_guest(f"{ME} What stores iron?")) == Done()
    assert chat.judge.calls[1:] == []
    assert "Query is too old" in caplog.text
    assert "stores iron" not in caplog.text


async def test_what_was_refused_as_a_guest_is_still_answered_as_a_message(chat: Chat) -> None:
    chat.judge.fail("answerGuestQuery", LATE)
    guest = as_guest(f"{ME} What stores iron?")
    assert await chat(guest) == []
    [call] = await chat(
        update(**{name: value for name, value in guest["guest_message"].items() if name != "guest_query_id"})
    )
    assert call.method == "sendMessage"


async def test_an_answer_that_the_network_swallows_is_put_off_and_then_given(chat: Chat) -> None:
    chat.judge.fail("answerGuestQuery", Refusal(502, "Bad Gateway"), times=3)
    guest = as_guest(f"{ME} What stores iron?")
    assert isinstance(await chat.ending(guest), RetryLater)
    [call] = await chat(guest)
    assert _words(call) == STORE


async def test_an_error_of_ours_is_told_through_the_query_and_logs_no_word(
    chatting: Chatting, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(Assistant(FAQ, Broken(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(as_guest(f"{ME} What stores iron?"))
    assert _words(call).startswith("Sorry, something went wrong on my side")
    assert "ValueError" in caplog.text
    assert "stores iron" not in caplog.text


async def test_without_its_database_a_red_flag_is_answered_all_the_same(chat: Chat) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE answers"))
    [call] = await chat(as_guest(f"{ME} chest pain"))
    assert _words(call) == URGENT


async def test_a_claim_that_its_maker_died_over_lapses(chat: Chat) -> None:
    guest = as_guest(f"{ME} What stores iron?")
    body = guest["guest_message"]
    await chat.store.answers.claim(body["chat"]["id"], body["message_id"], "a" * 32, "0" * 16)
    assert await chat(guest) == []
    chat.clock.now += CLAIMED + 1
    assert len(await chat(guest)) == 1


async def test_no_word_of_a_guest_question_is_kept(chat: Chat, tmp_path: Path) -> None:
    await chat(as_guest(f"{ME} What stores iron?"))
    await chat(as_guest(f"{ME} who won the match"))
    kept = _kept(tmp_path)
    assert str(GROUP["id"]).encode() in kept
    assert not [word for word in (b"stores iron", b"the match", b"Ada") if word in kept]


async def test_judges_that_are_not_ours_accept_every_kind_of_answer(judged_chat: Chat) -> None:
    for said_ in ("", "ferritin", "What stores iron?", "chest pain", "who won the match"):
        assert len(await judged_chat(as_guest(f"{ME} {said_}".strip()))) == 1


async def test_a_plain_message_is_none_of_a_guests_business(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?", PRIVATE))
    assert call.method == "sendMessage"


class Broken:
    """Fails, and quotes what it was asked, as an error may."""

    def rank(self, question: str) -> Ranking:
        raise ValueError(question)
