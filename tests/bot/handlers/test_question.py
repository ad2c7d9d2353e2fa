"""The question of a message: its own words, those that it points at, or both, in groups, in private and as a guest."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.red_flags import quoted_emergency
from bot.simulator import Call, visible_text
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import MISSING, to_message
from tests.bot.handlers.test_message_text import parse
from tests.bot.handlers.test_private import ANSWER, HONEST_NO, URGENT
from tests.bot.handlers.test_red_flags import ELSEWHERE, POLL
from tests.bot.sample_updates import (
    ASKER,
    DATE,
    GROUP,
    LINKED,
    OTHER,
    PHOTO,
    PRIVATE,
    as_guest,
    by_bot,
    channel_post,
    edited,
    message,
    pictured,
    said,
)
from tests.bot.small_faq import LIKE, assistant

ME = "@legwise_bot"
CALLS = ["/ask", "/ask@legwise_bot", ME]
TWO = message("What is low ferritin? What stores iron?", GROUP, from_=OTHER)
QUOTE = {"text": "What stores iron?", "position": 22}
IRON_ANSWER = ANSWER.partition("\n\nIt holds")[0]
"""The beginning of the answer. It may say that other words in the message have none."""
IRON = message("What stores iron?", GROUP, from_=OTHER)
IRON_POLL = POLL | {"question": "What stores iron?"}
PAIN = message("I have chest pain", GROUP, from_=OTHER)
FORWARDED = message("What stores iron?", forward_origin={"type": "user", "date": DATE, "sender_user": OTHER})
"""A message that the asker forwarded to the bot."""


def _words(calls: list[Call]) -> str:
    [call] = calls
    return visible_text(call["result"]["input_message_content"]["message_text"])


@pytest.mark.parametrize("manual", [{}, {"is_manual": True}])
@pytest.mark.parametrize("text", CALLS)
async def test_a_bare_call_asks_what_it_quotes_of_the_message(chat: Chat, text: str, manual: dict[str, bool]) -> None:
    [call] = await chat(said(text, GROUP, reply_to_message=TWO, quote=QUOTE | manual))
    assert (call.text, call["reply_parameters"]) == (ANSWER, to_message(TWO))


async def test_a_guest_call_asks_what_it_quotes_too(chat: Chat) -> None:
    assert _words(await chat(as_guest(ME, reply_to_message=TWO, quote=QUOTE))) == ANSWER
    assert _words(await chat(as_guest(ME, external_reply=ELSEWHERE, quote=QUOTE))) == ANSWER


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
@pytest.mark.parametrize("said_there", [{"quote": QUOTE}, {"poll": IRON_POLL}, {"text": "What stores iron?"}])
async def test_words_of_another_chat_are_the_question(
    chat: Chat, place: dict[str, Any], said_there: dict[str, Any]
) -> None:
    quote = {name: value for name, value in said_there.items() if name == "quote"}
    elsewhere = ELSEWHERE | {name: value for name, value in said_there.items() if name != "quote"}
    [call] = await chat(said("/ask", place, external_reply=elsewhere, **quote))
    assert call.text == ANSWER


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_picture_of_another_chat_has_no_words_so_the_question_is_asked_for(
    chat: Chat, place: dict[str, Any]
) -> None:
    [call] = await chat(said("/ask", place, external_reply=ELSEWHERE | {"photo": PHOTO}))
    assert call.text == MISSING


async def test_a_quote_in_a_comment_is_the_question_though_the_post_is_not(chat: Chat) -> None:
    post = channel_post("What is low ferritin? What stores iron?")["message"]
    [call] = await chat(said("/ask", LINKED, reply_to_message=post, quote=QUOTE))
    assert call.text == ANSWER


async def test_a_poll_that_is_replied_to_is_the_question(chat: Chat) -> None:
    [call] = await chat(said("/ask", GROUP, reply_to_message=message(None, GROUP, from_=OTHER, poll=IRON_POLL)))
    assert call.text == ANSWER


async def test_a_command_that_is_replied_to_is_read_without_its_name(chat: Chat) -> None:
    [call] = await chat(said("/ask", GROUP, reply_to_message=message("/ask@other_bot What stores iron?", GROUP)))
    assert call.text == ANSWER


async def test_a_line_of_the_bots_own_is_a_question_if_it_is_quoted(chat: Chat) -> None:
    [call] = await chat(said("/ask", GROUP, reply_to_message=by_bot("What stores iron?"), quote=QUOTE))
    assert call.text == ANSWER


async def test_in_private_a_bare_call_asks_the_forwarded_message(chat: Chat) -> None:
    [call] = await chat(said("/ask", reply_to_message=FORWARDED))
    assert call.text == ANSWER


@pytest.mark.parametrize("text", ["/ask and what now?", f"{ME} and what now?", f"and what now? {ME}"])
async def test_unclear_words_are_read_with_the_message_that_they_reply_to(chat: Chat, text: str) -> None:
    incoming = said(text, GROUP, reply_to_message=IRON)
    [call] = await chat(incoming)
    assert call.text.startswith(IRON_ANSWER)
    assert call["reply_parameters"] == to_message(incoming["message"])


async def test_unclear_words_are_read_with_what_they_quote(chat: Chat) -> None:
    [call] = await chat(said("/ask and what now?", GROUP, reply_to_message=TWO, quote=QUOTE))
    assert call.text.startswith(IRON_ANSWER)
    [call] = await chat(said("and what now?", external_reply=ELSEWHERE, quote=QUOTE))
    assert call.text.startswith(IRON_ANSWER)
    [call] = await chat(said("and what now?", reply_to_message=FORWARDED))
    assert call.text.startswith(IRON_ANSWER)
    assert _words(await chat(as_guest(f"{ME} and what now?", reply_to_message=IRON))).startswith(IRON_ANSWER)


async def test_words_that_are_clear_alone_are_not_read_with_others(chat: Chat) -> None:
    [call] = await chat(said("/ask What is low ferritin?", GROUP, reply_to_message=IRON))
    assert call.text.startswith("What is low ferritin?")
    assert call.buttons[-1] == ("Remove", "x"), "and no “Also asked”"


async def test_if_both_together_are_unclear_the_asker_gets_the_outcome_of_the_own_words(chat: Chat) -> None:
    incoming = said("/ask ferritin", GROUP, reply_to_message=message("good morning", GROUP, from_=OTHER))
    [call] = await chat(incoming)
    assert call.text.startswith("Did you mean one of these?")
    incoming = said("/ask and what now?", GROUP, reply_to_message=message("good morning", GROUP, from_=OTHER))
    [call] = await chat(incoming)
    assert (call.text, call["reply_parameters"]) == (HONEST_NO, to_message(incoming["message"]))


@pytest.mark.parametrize("where", [PRIVATE, GROUP])
async def test_words_of_the_bot_are_not_added_to_a_question(chat: Chat, where: dict[str, Any]) -> None:
    own = by_bot("What stores iron?", where)
    [call] = await chat(said(f"{ME} and what now?", where, reply_to_message=own, quote=QUOTE))
    assert call.text == HONEST_NO
    elsewhere = {"origin": {"type": "user", "date": DATE, "sender_user": by_bot()["from"]}}
    [call] = await chat(said(f"{ME} and what now?", where, external_reply=elsewhere, quote=QUOTE))
    assert call.text == HONEST_NO


@pytest.mark.parametrize("own", ["what should she do", "What stores iron?"])
async def test_a_red_flag_in_the_message_that_a_question_replies_to_comes_first(chat: Chat, own: str) -> None:
    incoming = said(f"/ask {own}", GROUP, reply_to_message=PAIN)
    [call] = await chat(incoming)
    assert (call.text, call["reply_parameters"]) == (URGENT, to_message(incoming["message"]))
    assert _words(await chat(as_guest(f"{ME} {own}", reply_to_message=PAIN))) == URGENT


async def test_a_red_flag_beside_a_harmless_quote_counts(chat: Chat) -> None:
    both = message("I have chest pain. What stores iron?", GROUP, from_=OTHER)
    [call] = await chat(said("/ask", GROUP, reply_to_message=both, quote=QUOTE))
    assert call.text == URGENT


async def test_an_emergency_that_no_rule_has_words_for_is_found_beside_unclear_words(chat: Chat) -> None:
    [call] = await chat(said("/ask what should she do", GROUP, reply_to_message=message(LIKE, GROUP, from_=OTHER)))
    assert call.text == URGENT


async def test_a_message_that_does_not_ask_the_bot_is_not_read_with_the_one_it_replies_to(chat: Chat) -> None:
    assert await chat(said("get well soon", GROUP, reply_to_message=PAIN)) == []


@pytest.mark.parametrize(("author", "them"), [(OTHER, True), (ASKER, False)])
async def test_the_one_in_danger_is_the_author_of_the_quoted_message(
    chat: Chat, author: dict[str, Any], them: bool
) -> None:
    asked = message("/ask what now", GROUP, reply_to_message=message("I have chest pain", GROUP, from_=author))
    outcome = await quoted_emergency(assistant(), parse(chat, asked), asked=True)
    assert outcome is not None
    assert outcome.them is them


async def test_an_edit_finds_the_question_in_the_same_way(chat: Chat) -> None:
    incoming = said("/ask low ferritin", GROUP, reply_to_message=IRON)
    await chat(incoming)
    [call] = await chat(edited(incoming, "/ask and what now?"))
    assert call.method == "editMessageText"
    assert call.text.startswith(IRON_ANSWER)


async def test_a_caption_is_read_with_the_message_that_it_replies_to(chat: Chat) -> None:
    [call] = await chat(pictured("/ask and what now?", GROUP, reply_to_message=IRON))
    assert call.text.startswith(IRON_ANSWER)
