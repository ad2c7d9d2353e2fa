"""What must never reach a handler: every kind of update that is not a new message or a press."""

from __future__ import annotations

import pytest

from bot.application import WANTED
from tests.bot.conftest import Chat
from tests.bot.updates import GROUP, PRIVATE, message, update

CHANNEL = {"id": -1009, "type": "channel", "title": "News"}


@pytest.mark.parametrize("text", ["What stores iron?", "/ask What stores iron?", "/start", "chest pain"])
@pytest.mark.parametrize(
    ("kind", "chat_"),
    [
        ("edited_message", PRIVATE), ("edited_message", GROUP), ("channel_post", CHANNEL), ("guest_message", GROUP),
        ("edited_channel_post", CHANNEL), ("business_message", PRIVATE), ("edited_business_message", PRIVATE),
    ],
)  # fmt: skip
async def test_only_new_messages_are_answered(chat: Chat, kind: str, chat_: dict[str, object], text: str) -> None:
    assert await chat(update(kind, **message(text, chat_))) == []


async def test_telegram_is_asked_for_what_the_table_has_lines_for() -> None:
    assert WANTED == ("message", "callback_query")


async def test_an_update_of_a_kind_that_nobody_knows_is_let_go(chat: Chat) -> None:
    assert await chat({"update_id": 1, "telepathy": {"text": "What stores iron?"}}) == []
