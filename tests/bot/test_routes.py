"""Updates that no handler may get: unwanted kinds, and updates with missing fields."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ALLOWED_UPDATES
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
async def test_channel_posts_and_business_messages_are_ignored(
    chat: Chat, kind: str, chat_: dict[str, Any], text: str
) -> None:
    assert await chat(update(kind, **message(text, chat_))) == []


@pytest.mark.parametrize("text", ["/ask@other_bot What stores iron?", "/ask", "/start", "/topics"])
@pytest.mark.parametrize("chat_", [PRIVATE, GROUP])
async def test_an_edit_that_is_no_question_is_ignored(chat: Chat, chat_: dict[str, Any], text: str) -> None:
    assert await chat(update("edited_message", **message(text, chat_, edit_date=1700000060))) == []


async def test_the_allowed_updates_are_those_of_the_routing_table() -> None:
    assert ALLOWED_UPDATES == (
        "message", "edited_message", "callback_query", "inline_query", "guest_message", "my_chat_member",
    )  # fmt: skip


async def test_an_unknown_kind_of_update_is_ignored(chat: Chat) -> None:
    assert await chat({"update_id": 1, "telepathy": {"text": "What stores iron?"}}) == []


async def test_an_empty_update_is_ignored(chat: Chat) -> None:
    assert await chat({"update_id": 1}) == []


@pytest.mark.parametrize("missing", ["text", "entities"])
async def test_a_group_message_without_text_or_entities_is_ignored(chat: Chat, missing: str) -> None:
    incomplete = said("/ask What stores iron?", GROUP)
    del incomplete["message"][missing]
    assert await chat(incomplete) == []


@pytest.mark.parametrize("entity", [{"offset": 900, "length": 4}, {"offset": 0, "length": 900}])
async def test_a_mention_entity_outside_the_text_is_ignored(chat: Chat, entity: dict[str, int]) -> None:
    assert await chat(said("iron", GROUP, entities=[{"type": "mention"} | entity])) == []


async def test_a_question_without_a_sender_is_answered(chat: Chat) -> None:
    incomplete = said("/ask What stores iron?", GROUP)
    del incomplete["message"]["from"]
    [call] = await chat(incomplete)
    assert call.text.startswith("What stores iron?")


@pytest.mark.parametrize(
    "data", ["e:store", "d:store", "t", "p:0:0", "x", "s:store", "v:store:1", "q", "qs", "qk", "n"]
)
async def test_a_press_without_a_message_is_answered_and_posts_nothing(chat: Chat, data: str) -> None:
    incomplete = pressed(data)
    del incomplete["callback_query"]["message"]
    calls = await chat(incomplete)
    assert "answerCallbackQuery" in {call.method for call in calls}
    assert chat.api.posted == []
