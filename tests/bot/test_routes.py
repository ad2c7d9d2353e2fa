"""What must never reach a handler: kinds of update that nobody asked for, and updates with holes in them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sending.client import ALLOWED_UPDATES
from tests.bot.conftest import Chat
from tests.bot.sample_updates import CHANNEL, GROUP, PRIVATE, message, pressed, said, update

URGENT = "chest pain"


@pytest.mark.parametrize("text", ["What stores iron?", "/ask What stores iron?", "/start", URGENT])
@pytest.mark.parametrize(
    ("kind", "chat_"),
    [
        ("channel_post", CHANNEL), ("edited_channel_post", CHANNEL),
        ("business_message", PRIVATE), ("edited_business_message", PRIVATE),
    ],
)  # fmt: skip
async def test_posts_of_channels_and_messages_of_a_business_are_let_go(
    chat: Chat, kind: str, chat_: dict[str, Any], text: str
) -> None:
    assert await chat(update(kind, **message(text, chat_))) == []


@pytest.mark.parametrize("text", ["What stores iron?", "/ask What stores iron?", "/start", "/topics"])
@pytest.mark.parametrize("chat_", [PRIVATE, GROUP])
async def test_an_edit_of_what_was_never_answered_is_let_go(chat: Chat, chat_: dict[str, Any], text: str) -> None:
    assert await chat(update("edited_message", **message(text, chat_, edit_date=1700000060))) == []


async def test_telegram_is_asked_for_what_the_table_has_lines_for() -> None:
    assert ALLOWED_UPDATES == (
        "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "guest_message",
        "my_chat_member",
    )  # fmt: skip


async def test_an_update_of_a_kind_that_nobody_knows_is_let_go(chat: Chat) -> None:
    assert await chat({"update_id": 1, "telepathy": {"text": "What stores iron?"}}) == []


async def test_an_update_of_nothing_is_let_go(chat: Chat) -> None:
    assert await chat({"update_id": 1}) == []


@pytest.mark.parametrize("missing", ["text", "entities"])
async def test_a_message_in_a_group_that_lacks_words_or_their_kinds_is_let_go(chat: Chat, missing: str) -> None:
    holed = said("/ask What stores iron?", GROUP)
    del holed["message"][missing]
    assert await chat(holed) == []


@pytest.mark.parametrize("entity", [{"offset": 900, "length": 4}, {"offset": 0, "length": 900}])
async def test_a_mention_that_lies_outside_of_the_words_is_no_mention(chat: Chat, entity: dict[str, int]) -> None:
    assert await chat(said("iron", GROUP, entities=[{"type": "mention"} | entity])) == []


async def test_a_question_of_nobody_is_answered_all_the_same(chat: Chat) -> None:
    holed = said("/ask What stores iron?", GROUP)
    del holed["message"]["from"]
    [call] = await chat(holed)
    assert call.text.startswith("What stores iron?")


@pytest.mark.parametrize("data", ["e:store", "d:store", "t", "p:0:0", "x", "s:store", "v:store:1", "q", "n"])
async def test_a_press_under_no_message_at_all_is_answered_and_posts_nothing(chat: Chat, data: str) -> None:
    holed = pressed(data)
    del holed["callback_query"]["message"]
    calls = await chat(holed)
    assert "answerCallbackQuery" in {call.method for call in calls}
    assert chat.judge.posted == []
