"""Groups, as people meet the bot there: Update in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import BENEATH, HONEST_NO, URGENT
from tests.bot.judge import BOT
from tests.bot.sample_updates import (
    A_BOT,
    GROUP,
    LINKED,
    OTHER,
    by_admin,
    by_bot,
    channel_post,
    message,
    said,
)

SHORT = """What stores iron?
Ferritin does.
It holds < & > "much".
Source: The Press, “Restless legs”, Basics, its reference 3
No medical advice. Reviewed 22 November 2026."""
"""The answer as groups get it."""
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
async def test_who_asks_outright_is_answered_in_a_reply(chat: Chat, text: str) -> None:
    asked = said(text, GROUP)
    [call] = await chat(asked)
    assert call.text == SHORT
    assert call["chat_id"] == GROUP["id"]
    assert call["reply_parameters"] == _to(asked["message"])


async def test_in_groups_an_answer_takes_few_lines_and_what_is_long_folds_away(chat: Chat) -> None:
    [call] = await chat(said("/ask What stores iron?", GROUP))
    assert call["text"] == (
        "<b>What stores iron?</b>\nFerritin does.\n"
        '<blockquote expandable>It holds &lt; &amp; &gt; "much".</blockquote>\n'
        'Source: <a href="https://example.org/article?a=1&amp;b=2">'
        "The Press, “Restless legs”, Basics, its reference 3</a>\n<i>No medical advice. Reviewed 22 November 2026.</i>"
    )
    assert call.buttons == [*BENEATH[1:], ("Remove", "x")]


async def test_a_mention_after_an_emoji_is_taken_out_whole(chat: Chat) -> None:
    [call] = await chat(said("🦵🦵 @legwise_bot What stores iron?", GROUP))
    assert call.text == HONEST_NO
    [call] = await chat(said("What stores iron? @legwise_bot 🦵".replace(" 🦵", ""), GROUP))
    assert call.text == SHORT


async def test_a_mention_of_the_bot_by_name_is_a_mention(chat: Chat) -> None:
    named = {"type": "text_mention", "offset": 0, "length": 7, "user": BOT}
    [call] = await chat(said("legwise What stores iron?", GROUP, entities=[named]))
    assert call.text == SHORT


async def test_a_mention_in_the_caption_of_a_picture_counts(chat: Chat) -> None:
    mention = {"type": "mention", "offset": 0, "length": 12}
    [call] = await chat(said(None, GROUP, caption="@legwise_bot What stores iron?", caption_entities=[mention]))
    assert call.text == SHORT


async def test_a_reply_to_the_bot_is_a_question(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?", GROUP, reply_to_message=by_bot()))
    assert call.text == SHORT


@pytest.mark.parametrize("command", ["/ask", "/ask@legwise_bot", "@legwise_bot"])
async def test_in_reply_to_somebody_it_answers_that_message_to_its_author(chat: Chat, command: str) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    [call] = await chat(said(command, GROUP, reply_to_message=question))
    assert call.text == SHORT
    assert call["reply_parameters"] == _to(question)


async def test_in_reply_to_a_picture_it_answers_the_caption(chat: Chat) -> None:
    question = message(None, GROUP, from_=OTHER, caption="What stores iron?")
    [call] = await chat(said("/ask", GROUP, reply_to_message=question))
    assert call.text == SHORT


async def test_a_red_flag_in_the_message_replied_to_is_seen(chat: Chat) -> None:
    question = message("chest pain", GROUP, from_=OTHER)
    [call] = await chat(said("/ask", GROUP, reply_to_message=question))
    assert call.text == URGENT
    assert call["reply_parameters"] == _to(question)


async def test_who_did_not_ask_is_not_told_that_there_is_no_answer(chat: Chat) -> None:
    asked = said("/ask", GROUP, reply_to_message=message("who won", GROUP, from_=OTHER))
    [call] = await chat(asked)
    assert call.text == HONEST_NO
    assert call["reply_parameters"] == _to(asked["message"])


async def test_a_question_of_ones_own_is_preferred_to_the_message_replied_to(chat: Chat) -> None:
    asked = said("/ask What stores iron?", GROUP, reply_to_message=message("who won", GROUP, from_=OTHER))
    [call] = await chat(asked)
    assert call.text == SHORT
    assert call["reply_parameters"] == _to(asked["message"])


@pytest.mark.parametrize("text", ["/ask", "/ask@legwise_bot", "@legwise_bot", "/ask   "])
async def test_alone_it_asks_the_asker_for_the_question(chat: Chat, text: str) -> None:
    asked = said(text, GROUP)
    [call] = await chat(asked)
    assert call.text == MISSING
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "Your question"}
    assert call["reply_markup"] == markup
    assert call["reply_parameters"] == _to(asked["message"])


async def test_in_reply_to_the_bot_itself_it_asks_for_the_question(chat: Chat) -> None:
    [call] = await chat(said("/ask", GROUP, reply_to_message=by_bot()))
    assert call.text == MISSING


async def test_asked_outright_it_says_honestly_that_it_has_no_answer(chat: Chat) -> None:
    [call] = await chat(said("/ask who won", GROUP))
    assert call.text == HONEST_NO


async def test_a_red_flag_is_answered_though_nobody_asked(chat: Chat) -> None:
    heard = said("I have chest pain since yesterday", GROUP)
    [call] = await chat(heard)
    assert call.text == URGENT
    assert call["reply_parameters"] == _to(heard["message"])


@pytest.mark.parametrize(
    "text",
    ["What stores iron?", "/ask@other_bot What stores iron?", "/nonsense", "@other_bot iron?", "@legwise_bots iron?"],
)
async def test_talk_that_is_not_for_the_bot_is_let_go(chat: Chat, text: str) -> None:
    assert await chat(said(text, GROUP)) == []


async def test_a_reply_to_somebody_else_is_let_go(chat: Chat) -> None:
    assert await chat(said("What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER))) == []


async def test_pictures_and_service_messages_are_let_go(chat: Chat) -> None:
    assert await chat(said(None, GROUP, new_chat_members=[BOT])) == []
    assert await chat(said(None, GROUP, migrate_to_chat_id=-1002)) == []
    assert await chat(said(None, GROUP, photo=[])) == []


async def test_in_a_thread_of_replies_no_topic_is_named(chat: Chat) -> None:
    [call] = await chat(said("/ask What stores iron?", GROUP, message_thread_id=5))
    assert "message_thread_id" not in call.parameters


async def test_an_anonymous_admin_is_a_person(chat: Chat) -> None:
    [call] = await chat(by_admin("/ask What stores iron?"))
    assert call.text == SHORT


async def test_who_speaks_as_a_channel_is_a_person(chat: Chat) -> None:
    channel = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    spoken = {"from_": channel, "sender_chat": {"id": -1009, "type": "channel", "title": "Mine"}}
    [call] = await chat(said("/ask What stores iron?", GROUP, **spoken))
    assert call.text == SHORT


@pytest.mark.parametrize("text", ["/ask What stores iron?", "chest pain, a story"])
async def test_a_post_of_the_linked_channel_is_let_go(chat: Chat, text: str) -> None:
    assert await chat(channel_post(text)) == []


async def test_a_comment_under_a_post_of_the_linked_channel_is_answered_there(chat: Chat) -> None:
    post = channel_post("Iron and legs, a new article")["message"]
    asked = said("/ask What stores iron?", LINKED, reply_to_message=post, message_thread_id=post["message_id"])
    [call] = await chat(asked)
    assert (call.text, call["reply_parameters"]) == (SHORT, _to(asked["message"]))
    assert "message_thread_id" not in call.parameters


async def test_other_bots_are_let_go(chat: Chat) -> None:
    assert await chat(said("/ask@legwise_bot What stores iron?", GROUP, from_=A_BOT)) == []
    assert await chat(said("What stores iron?", GROUP, from_=A_BOT, reply_to_message=by_bot())) == []


async def test_what_the_bot_itself_wrote_inline_is_let_go(chat: Chat) -> None:
    assert await chat(said("@legwise_bot chest pain", GROUP, via_bot=BOT)) == []


def _to(target: dict[str, Any]) -> dict[str, Any]:
    return {"message_id": target["message_id"], "allow_sending_without_reply": True, "quote_parse_mode": "HTML"}
