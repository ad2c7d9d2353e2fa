"""Messages by persons are answered; those of bots and automatic forwards are ignored."""

from __future__ import annotations

import pytest

from bot.simulator import BOT
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import A_BOT, GROUP, by_admin, by_bot, channel_post, said


async def test_an_anonymous_admin_is_answered(chat: Chat) -> None:
    [call] = await chat(by_admin("/ask What stores iron?"))
    assert call.text == ANSWER


async def test_a_user_who_writes_as_a_channel_is_answered(chat: Chat) -> None:
    channel = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    spoken = {"from_": channel, "sender_chat": {"id": -1009, "type": "channel", "title": "Mine"}}
    [call] = await chat(said("/ask What stores iron?", GROUP, **spoken))
    assert call.text == ANSWER


@pytest.mark.parametrize("text", ["/ask What stores iron?", "chest pain, a story"])
async def test_a_post_of_the_linked_channel_is_ignored(chat: Chat, text: str) -> None:
    assert await chat(channel_post(text)) == []


async def test_other_bots_in_a_group_are_ignored(chat: Chat) -> None:
    assert await chat(said("/ask@legwise_bot What stores iron?", GROUP, from_=A_BOT)) == []
    assert await chat(said("What stores iron?", GROUP, from_=A_BOT, reply_to_message=by_bot())) == []


async def test_a_message_through_the_bots_inline_mode_is_ignored_in_a_group(chat: Chat) -> None:
    assert await chat(said("@legwise_bot chest pain", GROUP, via_bot=BOT)) == []


async def test_other_bots_in_private_are_ignored(chat: Chat) -> None:
    assert await chat(said("What stores iron?", from_=A_BOT)) == []


async def test_a_message_through_the_bots_inline_mode_is_ignored_in_private(chat: Chat) -> None:
    assert await chat(said("What stores iron?", via_bot={"id": 123456, "is_bot": True, "first_name": "x"})) == []
