"""The text of a question: without mentions and commands, from the message or the one that it quotes."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from bot.handlers.message_text import forum_topic_id, question_text, quoted_message, text_without_mentions
from bot.simulator import BOT
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import to_message
from tests.bot.handlers.test_private import ANSWER, HONEST_NO
from tests.bot.sample_updates import FORUM, GROUP, OTHER, by_bot, message, said


def parse(chat: Chat, body: dict[str, Any]) -> Message:
    return Message.de_json(body, chat.bot)


@pytest.mark.parametrize(
    ("text", "without_mentions", "question"),
    [
        ("/ask What stores iron?", "/ask What stores iron?", "What stores iron?"),
        ("@legwise_bot  What\nstores iron?", "What stores iron?", "What stores iron?"),
        ("🦵 @legwise_bot iron", "🦵 iron", "🦵 iron"),
        ("/ask", "/ask", ""),
        ("@other_bot iron", "@other_bot iron", "@other_bot iron"),
    ],
)
async def test_mentions_of_the_bot_and_the_command_are_left_out(
    chat: Chat, text: str, without_mentions: str, question: str
) -> None:
    parsed = parse(chat, message(text, GROUP))
    assert (text_without_mentions(parsed), question_text(parsed)) == (without_mentions, question)


async def test_the_bots_own_messages_service_messages_and_messages_without_text_are_not_quoted(chat: Chat) -> None:
    opening = message(None, FORUM, from_=OTHER, forum_topic_created={"name": "Legs", "icon_color": 1})
    for quoted in (by_bot(), opening, message(None, GROUP, from_=OTHER, photo=[])):
        assert quoted_message(parse(chat, message("/ask", GROUP, reply_to_message=quoted))) is None
    other = message("What stores iron?", GROUP, from_=OTHER)
    quoted_text = quoted_message(parse(chat, message("/ask", GROUP, reply_to_message=other)))
    assert quoted_text is not None
    assert quoted_text.text == "What stores iron?"


async def test_a_thread_of_replies_is_not_a_forum_topic(chat: Chat) -> None:
    assert forum_topic_id(parse(chat, message("a", FORUM, message_thread_id=5, is_topic_message=True))) == 5
    assert forum_topic_id(parse(chat, message("a", GROUP, message_thread_id=5))) is None


async def test_a_mention_after_an_emoji_is_removed_whole(chat: Chat) -> None:
    [call] = await chat(said("🦵🦵 @legwise_bot What stores iron?", GROUP))
    assert call.text == HONEST_NO
    [call] = await chat(said("What stores iron? @legwise_bot 🦵".replace(" 🦵", ""), GROUP))
    assert call.text == ANSWER


async def test_a_mention_by_name_counts(chat: Chat) -> None:
    named = {"type": "text_mention", "offset": 0, "length": 7, "user": BOT}
    [call] = await chat(said("legwise What stores iron?", GROUP, entities=[named]))
    assert call.text == ANSWER


async def test_a_mention_in_the_caption_of_a_picture_counts(chat: Chat) -> None:
    mention = {"type": "mention", "offset": 0, "length": 12}
    [call] = await chat(said(None, GROUP, caption="@legwise_bot What stores iron?", caption_entities=[mention]))
    assert call.text == ANSWER


async def test_a_quoted_picture_is_answered_by_its_caption(chat: Chat) -> None:
    question = message(None, GROUP, from_=OTHER, caption="What stores iron?")
    [call] = await chat(said("/ask", GROUP, reply_to_message=question))
    assert call.text == ANSWER


async def test_the_users_own_question_comes_before_the_quoted_one(chat: Chat) -> None:
    update = said("/ask What stores iron?", GROUP, reply_to_message=message("who won", GROUP, from_=OTHER))
    [call] = await chat(update)
    assert call.text == ANSWER
    assert call["reply_parameters"] == to_message(update["message"])
