"""Groups: updates in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER, BENEATH, HONEST_NO, HTML, URGENT
from tests.bot.sample_updates import (
    GROUP,
    LINKED,
    OTHER,
    by_bot,
    channel_post,
    message,
    said,
)

MISSING = "What would you like to know? Reply to this message with your question."


@pytest.mark.parametrize(
    "text",
    [
        "/ask What stores iron?", "/ask@legwise_bot What stores iron?", "/ASK@LegWise_Bot What stores iron?",
        "/faq What stores iron?", "/ask @legwise_bot What stores iron?",
        "/ask\nWhat stores iron?", "@legwise_bot What stores iron?",
        "@LEGWISE_BOT What stores iron?", "What stores @legwise_bot iron?", "What stores iron? @legwise_bot",
    ],
)  # fmt: skip
async def test_a_question_addressed_to_the_bot_is_answered_in_a_reply(chat: Chat, text: str) -> None:
    update = said(text, GROUP)
    [call] = await chat(update)
    assert call.text == ANSWER
    assert call["chat_id"] == GROUP["id"]
    assert call["reply_parameters"] == to_message(update["message"])


async def test_in_groups_an_answer_is_folded_as_in_private_and_can_be_removed(chat: Chat) -> None:
    [call] = await chat(said("/ask What stores iron?", GROUP))
    assert call["text"] == HTML
    assert call.buttons == [*BENEATH, ("Remove", "x")]


async def test_a_reply_to_the_bot_is_a_question(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?", GROUP, reply_to_message=by_bot()))
    assert call.text == ANSWER


@pytest.mark.parametrize("command", ["/ask", "/ask@legwise_bot", "@legwise_bot"])
async def test_a_quoted_question_is_answered_to_its_author(chat: Chat, command: str) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    [call] = await chat(said(command, GROUP, reply_to_message=question))
    assert call.text == ANSWER
    assert call["reply_parameters"] == to_message(question)


async def test_a_red_flag_in_the_quoted_message_is_answered(chat: Chat) -> None:
    question = message("chest pain", GROUP, from_=OTHER)
    [call] = await chat(said("/ask", GROUP, reply_to_message=question))
    assert call.text == URGENT
    assert call["reply_parameters"] == to_message(question)


async def test_the_honest_no_goes_to_the_user_who_asked_not_to_the_quoted_one(chat: Chat) -> None:
    update = said("/ask", GROUP, reply_to_message=message("who won", GROUP, from_=OTHER))
    [call] = await chat(update)
    assert call.text == HONEST_NO
    assert call["reply_parameters"] == to_message(update["message"])


@pytest.mark.parametrize("text", ["/ask", "/ask@legwise_bot", "@legwise_bot", "/ask   "])
async def test_a_call_without_a_question_asks_the_user_for_it(chat: Chat, text: str) -> None:
    update = said(text, GROUP)
    [call] = await chat(update)
    assert call.text == MISSING
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "Your question"}
    assert call["reply_markup"] == markup
    assert call["reply_parameters"] == to_message(update["message"])


async def test_in_reply_to_the_bot_itself_it_asks_for_the_question(chat: Chat) -> None:
    [call] = await chat(said("/ask", GROUP, reply_to_message=by_bot()))
    assert call.text == MISSING


async def test_a_question_without_an_answer_gets_the_honest_no(chat: Chat) -> None:
    [call] = await chat(said("/ask who won", GROUP))
    assert call.text == HONEST_NO


@pytest.mark.parametrize(
    "text",
    ["What stores iron?", "/ask@other_bot What stores iron?", "/nonsense", "@other_bot iron?", "@legwise_bots iron?"],
)
async def test_messages_not_addressed_to_the_bot_are_ignored(chat: Chat, text: str) -> None:
    assert await chat(said(text, GROUP)) == []


async def test_a_reply_to_another_user_is_ignored(chat: Chat) -> None:
    assert await chat(said("What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER))) == []


async def test_pictures_and_service_messages_are_ignored(chat: Chat) -> None:
    assert await chat(said(None, GROUP, new_chat_members=[BOT])) == []
    assert await chat(said(None, GROUP, migrate_to_chat_id=-1002)) == []
    assert await chat(said(None, GROUP, photo=[])) == []


async def test_in_a_thread_of_replies_no_topic_is_named(chat: Chat) -> None:
    [call] = await chat(said("/ask What stores iron?", GROUP, message_thread_id=5))
    assert "message_thread_id" not in call.parameters


async def test_a_comment_under_a_post_of_the_linked_channel_is_answered_there(chat: Chat) -> None:
    post = channel_post("Iron and legs, a new article")["message"]
    update = said("/ask What stores iron?", LINKED, reply_to_message=post, message_thread_id=post["message_id"])
    [call] = await chat(update)
    assert (call.text, call["reply_parameters"]) == (ANSWER, to_message(update["message"]))
    assert "message_thread_id" not in call.parameters


def to_message(target: dict[str, Any]) -> dict[str, Any]:
    return {"message_id": target["message_id"], "allow_sending_without_reply": True, "quote_parse_mode": "HTML"}
