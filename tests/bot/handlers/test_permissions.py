"""Whether a user is an admin, as Telegram says at the time."""

from __future__ import annotations

import pytest
from telegram import Message

from bot.handlers.permissions import is_admin, speaks_as_admin
from bot.simulator import ApiError
from tests.bot.conftest import Chat
from tests.bot.sample_updates import ANONYMOUS, ASKER, CHANNEL, GROUP, OTHER, message


async def test_telegram_is_asked_each_time(chat: Chat) -> None:
    chat.api.promote(ASKER, GROUP)
    assert await is_admin(chat.bot, -1001, ASKER["id"])
    chat.api.promote(ASKER, GROUP, "creator")
    assert await is_admin(chat.bot, -1001, ASKER["id"])
    chat.api.promote(ASKER, GROUP, "left")
    assert not await is_admin(chat.bot, -1001, ASKER["id"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"from_": ASKER}, True),
        ({"from_": OTHER}, False),
        ({"from_": ANONYMOUS, "sender_chat": GROUP}, True),
        ({"from_": ASKER, "sender_chat": CHANNEL}, False),
    ],
)
async def test_admins_speak_by_name_or_as_the_group(chat: Chat, fields: dict[str, object], expected: bool) -> None:
    chat.api.promote(ASKER, GROUP)
    chat.api.promote(OTHER, GROUP, "member")
    assert await speaks_as_admin(Message.de_json(message("hello", GROUP, **fields), chat.bot)) is expected


async def test_in_private_every_user_is_their_own_admin(chat: Chat) -> None:
    assert await speaks_as_admin(Message.de_json(message("hello"), chat.bot))
    assert chat.api.calls_of("getChatMember") == []


async def test_if_telegram_does_not_answer_nobody_is_an_admin(chat: Chat) -> None:
    chat.api.promote(ASKER, GROUP)
    chat.api.fail("getChatMember", ApiError(400, "Bad Request: member list is inaccessible"))
    assert not await is_admin(chat.bot, GROUP["id"], ASKER["id"])
