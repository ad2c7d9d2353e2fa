"""The same answer again: where it stands a little further up, people get the way there, and no question is answered
twice however often Telegram delivers it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import ANSWER, HONEST_NO, URGENT
from tests.bot.judge import Call
from tests.bot.sample_updates import BASIC, GROUP, OTHER, in_topic, message, pressed, said

SUPERGROUP: dict[str, Any] = GROUP | {"id": -1001234567890}
FORUM: dict[str, Any] = SUPERGROUP | {"is_forum": True}
POINTED = "I answered that here a little while ago: What stores iron?"
ASK = "/ask What stores iron?"


async def _ask(chat: Chat, text: str = ASK, group: dict[str, Any] = SUPERGROUP, **fields: Any) -> tuple[Call, int]:
    """The answer to a question in a group, and the number of its message."""
    [call] = await chat(said(text, group, **fields))
    return call, chat.judge.posted[-1]["message_id"]


def _link(number: int | str) -> str:
    return f'<a href="https://t.me/c/1234567890/{number}">What stores iron?</a>'


async def test_the_same_answer_within_ten_minutes_is_a_link_to_the_earlier_message(chat: Chat) -> None:
    _, earlier = await _ask(chat)
    asked = said("/ask@legwise_bot what stores IRON", SUPERGROUP, from_=OTHER)
    [call] = await chat(asked)
    assert call["text"] == f"I answered that here a little while ago: {_link(earlier)}"
    assert (call.text, call.buttons) == (POINTED, [("Remove", "x")])
    assert call["reply_parameters"]["message_id"] == asked["message"]["message_id"]


@pytest.mark.parametrize(("later", "text"), [(600, POINTED), (601, SHORT)])
async def test_after_ten_minutes_the_answer_is_told_again(chat: Chat, later: int, text: str) -> None:
    await _ask(chat)
    chat.clock.now += later
    call, _ = await _ask(chat)
    assert call.text == text


async def test_a_link_is_no_answer_that_the_next_link_could_lead_to(chat: Chat) -> None:
    _, first = await _ask(chat)
    chat.clock.now += 300
    await _ask(chat)
    call, _ = await _ask(chat)
    assert _link(first) in call["text"]
    chat.clock.now += 301
    call, _ = await _ask(chat)
    assert call.text == SHORT


async def test_in_a_small_group_which_has_no_links_it_replies_to_the_earlier_message(chat: Chat) -> None:
    _, earlier = await _ask(chat, group=BASIC)
    call, _ = await _ask(chat, group=BASIC)
    assert call.text == "I answered that here, in the message that I reply to."
    assert call["reply_parameters"]["message_id"] == earlier


async def test_a_subject_that_is_not_covered_is_not_told_twice_either(chat: Chat) -> None:
    await _ask(chat, "/ask pregnant")
    call, _ = await _ask(chat, "/ask pregnant")
    assert call.text == "I answered that here a little while ago: What about pregnancy?"


async def test_another_answer_is_told_whole(chat: Chat) -> None:
    await _ask(chat, "/ask low ferritin")
    call, _ = await _ask(chat)
    assert call.text == SHORT


async def test_another_group_is_told_the_answer(chat: Chat) -> None:
    await _ask(chat)
    call, _ = await _ask(chat, group=GROUP)
    assert call.text == SHORT


async def test_an_answer_that_was_removed_is_told_again(chat: Chat) -> None:
    await _ask(chat)
    await chat(pressed("x", chat.judge.posted[-1]))
    call, _ = await _ask(chat)
    assert call.text == SHORT


async def test_an_answer_chosen_by_a_button_counts_as_told(chat: Chat) -> None:
    await _ask(chat, "/ask ferritin")
    under = chat.judge.posted[-1]
    await chat(pressed("d:store", under))
    call, _ = await _ask(chat)
    assert _link(under["message_id"]) in call["text"]


async def test_an_answer_asked_for_by_a_button_counts_as_told(chat: Chat) -> None:
    await _ask(chat, "/ask low ferritin")
    await chat(pressed("e:store", chat.judge.posted[-1]))
    number = chat.judge.posted[-1]["message_id"]
    call, _ = await _ask(chat)
    assert _link(number) in call["text"]


async def test_in_a_topic_the_link_names_the_topic(chat: Chat) -> None:
    await chat(in_topic(5, ASK, FORUM))
    earlier = chat.judge.posted[-1]["message_id"]
    [call] = await chat(in_topic(5, ASK, FORUM))
    assert (_link(f"5/{earlier}") in call["text"], call["message_thread_id"]) == (True, 5)


async def test_another_topic_is_told_the_answer(chat: Chat) -> None:
    await chat(in_topic(5, ASK, FORUM))
    [in_six] = await chat(in_topic(6, ASK, FORUM))
    in_general, number = await _ask(chat, group=FORUM)
    assert (in_six.text, in_general.text) == (SHORT, SHORT)
    again, _ = await _ask(chat, group=FORUM)
    assert _link(number) in again["text"]


async def test_a_thread_of_replies_is_no_topic(chat: Chat) -> None:
    """In a supergroup every reply carries the number of the message that began the talk."""
    _, earlier = await _ask(chat)
    question = message("What stores iron?", SUPERGROUP, from_=OTHER)
    call, _ = await _ask(chat, "/ask", reply_to_message=question, message_thread_id=question["message_id"])
    assert _link(earlier) in call["text"]


async def test_in_private_the_answer_is_told_each_time(chat: Chat) -> None:
    [[first], [second]] = [await chat(said("What stores iron?")) for _ in range(2)]
    assert first.text == second.text == ANSWER


@pytest.mark.parametrize(("text", "told"), [("/ask chest pain", URGENT), ("/ask who won", HONEST_NO)])
async def test_what_to_do_now_and_the_honest_no_are_told_each_time(chat: Chat, text: str, told: str) -> None:
    answers = [(await _ask(chat, text))[0].text for _ in range(2)]
    assert answers == [told, told]


@pytest.mark.parametrize("text", [ASK, "/ask ferritin", "/ask who won", "/ask chest pain"])
@pytest.mark.parametrize("where", [{}, {"chat": SUPERGROUP}, {"chat": BASIC}])
async def test_a_question_delivered_twice_is_answered_once(chat: Chat, text: str, where: dict[str, Any]) -> None:
    asked = said(text, **where)
    assert len(await chat(asked)) == 1
    assert await chat(asked) == []
    assert await chat(asked | {"update_id": asked["update_id"] + 1_000_000}) == []


async def test_a_question_delivered_twice_at_once_is_answered_once(chat: Chat) -> None:
    asked = said(ASK, SUPERGROUP)
    await asyncio.gather(chat(asked), chat(asked), chat(asked))
    assert [call.text for call in chat.judge.of("sendMessage")] == [SHORT]


async def test_messages_of_the_same_number_in_different_chats_are_different_questions(chat: Chat) -> None:
    calls = [await chat(said(ASK, group, message_id=7)) for group in (SUPERGROUP, GROUP, BASIC)]
    assert [call.text for [call] in calls] == [SHORT] * 3
