"""A question counts for the group or channel that it speaks for, never for Telegram's stand-in accounts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat as TelegramChat
from telegram import Message, User

from bot.handlers.author import author_id
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import ANONYMOUS, CHANNEL, GROUP, TELEGRAM, by_admin, message, said, update

ASK = "/ask What stores iron?"
AS_CHANNEL: dict[str, Any] = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
GROUPS = [GROUP | {"id": -2000 - number} for number in range(24)]


def _written(sender: int | None, speaks_for: int | None = None) -> Message:
    """Return a message in a group of an account, or on behalf of a chat."""
    account = User(sender, "A", is_bot=False) if sender else None
    spoken = TelegramChat(speaks_for, "channel") if speaks_for else None
    group = TelegramChat(GROUP["id"], "supergroup")
    return Message(1, datetime(2026, 11, 22, tzinfo=UTC), group, from_user=account, sender_chat=spoken)


@pytest.mark.parametrize(
    ("sender", "speaks_for", "author"),
    [
        (77, None, 77),
        (ANONYMOUS["id"], GROUP["id"], GROUP["id"]),
        (AS_CHANNEL["id"], CHANNEL["id"], CHANNEL["id"]),
        (TELEGRAM["id"], CHANNEL["id"], CHANNEL["id"]),
    ],
)
def test_the_author_is_the_user_or_the_chat_that_a_message_speaks_for(
    sender: int, speaks_for: int | None, author: int
) -> None:
    assert author_id(_written(sender, speaks_for)) == author


@pytest.mark.parametrize("sender", [ANONYMOUS["id"], AS_CHANNEL["id"], TELEGRAM["id"], None])
def test_if_telegram_names_no_author_it_is_the_chat(sender: int | None) -> None:
    assert author_id(_written(sender)) == GROUP["id"]


async def test_the_anonymous_admins_of_24_groups_are_all_answered(chat: Chat) -> None:
    answers = [call.text for group in GROUPS for call in await chat(by_admin(ASK, group))]
    assert answers == [ANSWER] * len(GROUPS)


async def test_24_channels_are_all_answered(chat: Chat) -> None:
    channels = [CHANNEL | {"id": -3000 - number} for number in range(len(GROUPS))]
    spoken = [
        said(ASK, group, from_=AS_CHANNEL, sender_chat=channel) for group, channel in zip(GROUPS, channels, strict=True)
    ]
    assert [call.text for each in spoken for call in await chat(each)] == [ANSWER] * len(GROUPS)


async def test_the_anonymous_admins_of_24_groups_that_call_a_guest_are_all_answered(chat: Chat) -> None:
    for number, group in enumerate(GROUPS):
        body = message("@legwise_bot What stores iron?", group, from_=ANONYMOUS, sender_chat=group)
        await chat(update("guest_message", **body, guest_query_id=f"guest-{number}"))
    answers = [call["result"]["title"] for call in chat.api.calls_of("answerGuestQuery")]
    assert answers == ["What stores iron?"] * len(GROUPS)


async def test_one_channel_has_one_limit_in_all_its_groups(chat: Chat) -> None:
    asked = [said(ASK, group, from_=AS_CHANNEL, sender_chat=CHANNEL) for group in GROUPS]
    answers = [call.text for each in asked for call in await chat(each)]
    assert answers.count(ANSWER) == 20
    assert len(answers) == 21, "and one notice"
