"""Forums: a question is answered in its topic; in General no topic is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import MISSING
from tests.bot.handlers.test_private import ANSWER, HONEST_NO, URGENT
from tests.bot.sample_updates import FORUM, OTHER, bot_status, by_admin, by_bot, in_topic, message, pressed, said

ASK = "/ask What stores iron?"


def _opening(thread: int = 5) -> dict[str, Any]:
    """The service message that opened a topic; clients quote it by default."""
    created = {"name": "Legs", "icon_color": 1}
    return message(None, FORUM, from_=OTHER, message_id=thread, forum_topic_created=created)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ASK, ANSWER), ("@legwise_bot What stores iron?", ANSWER), ("/ask who won", HONEST_NO), ("/ask", MISSING),
        ("I have chest pain", URGENT),
    ],
)  # fmt: skip
async def test_an_answer_goes_to_the_topic_of_the_question(chat: Chat, text: str, expected: str) -> None:
    update = in_topic(5, text)
    [call] = await chat(update)
    assert (call.text, call["message_thread_id"]) == (expected, 5)
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize("command", ["/topics", "/help", "/start store", "/about", "/privacy"])
async def test_commands_are_answered_in_their_topic(chat: Chat, command: str) -> None:
    [call] = await chat(in_topic(5, command))
    assert call["message_thread_id"] == 5


@pytest.mark.parametrize("text", [ASK, "/ask", "/ask who won", "chest pain", "/topics"])
async def test_in_general_the_answer_names_no_topic(chat: Chat, text: str) -> None:
    [call] = await chat(said(text, FORUM))
    assert "message_thread_id" not in call.parameters


async def test_a_thread_of_replies_in_general_is_no_topic(chat: Chat) -> None:
    other = message("What stores iron?", FORUM, from_=OTHER)
    [call] = await chat(said("/ask", FORUM, reply_to_message=other, message_thread_id=other["message_id"]))
    assert call.text == ANSWER
    assert "message_thread_id" not in call.parameters


async def test_a_quoted_question_is_answered_in_its_topic(chat: Chat) -> None:
    question = message("What stores iron?", FORUM, from_=OTHER, message_thread_id=5, is_topic_message=True)
    [call] = await chat(in_topic(5, "/ask", reply_to_message=question))
    assert (call.text, call["message_thread_id"]) == (ANSWER, 5)
    assert call["reply_parameters"]["message_id"] == question["message_id"]


async def test_the_service_message_that_opened_a_topic_is_not_quoted(chat: Chat) -> None:
    assert await chat(in_topic(5, "What stores iron?", reply_to_message=_opening())) == []
    [call] = await chat(in_topic(5, "/ask", reply_to_message=_opening()))
    assert call.text == MISSING


async def test_a_message_in_a_topic_opened_by_the_bot_is_not_addressed_to_it(chat: Chat) -> None:
    first = by_bot(chat=FORUM, text=None, forum_topic_created={"name": "Legs", "icon_color": 1})
    assert await chat(in_topic(5, "What stores iron?", reply_to_message=first)) == []


async def test_an_anonymous_admin_is_answered_in_the_topic(chat: Chat) -> None:
    [call] = await chat(by_admin(ASK, FORUM, message_thread_id=5, is_topic_message=True))
    assert (call.text, call["message_thread_id"]) == (ANSWER, 5)


async def test_an_answer_requested_by_a_button_stays_in_its_topic(chat: Chat) -> None:
    await chat(in_topic(5, "/ask low ferritin"))
    _, shown = await chat(pressed("e:store", chat.api.posted[-1]))
    assert (shown.text, shown["message_thread_id"]) == (ANSWER, 5)


async def test_in_a_closed_topic_it_stays_quiet(chat: Chat) -> None:
    chat.api.record(in_topic(5, None, forum_topic_closed={}))
    assert await chat(in_topic(5, ASK)) == []
    assert chat.api.refused == ["sendMessage: 400 Bad Request: TOPIC_CLOSED"]
    chat.api.refused.clear()
    [call] = await chat(in_topic(6, ASK))
    assert call.text == ANSWER


async def test_the_greeting_goes_to_general(chat: Chat) -> None:
    [call] = await chat(bot_status("member", FORUM, before="left"))
    assert "message_thread_id" not in call.parameters


@pytest.mark.parametrize("kind", ["forum_topic_created", "forum_topic_edited", "forum_topic_closed",
                                  "forum_topic_reopened", "general_forum_topic_hidden"])  # fmt: skip
async def test_service_messages_about_topics_get_no_reply(chat: Chat, kind: str) -> None:
    body = {"name": "Legs", "icon_color": 1} if kind == "forum_topic_created" else {}
    assert await chat(in_topic(5, None, **{kind: body})) == []
