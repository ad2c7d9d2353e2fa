"""Red flags in any message, new or edited, addressed to the bot or not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text as sql

from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import to_message
from tests.bot.handlers.test_private import URGENT
from tests.bot.sample_updates import GROUP, edited, in_topic, said


@pytest.mark.parametrize("text", ["I have chest pain", "/start I have chest pain", "/nonsense chest pain"])
async def test_a_red_flag_in_private_is_answered_first(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert call.text == URGENT


async def test_a_red_flag_in_a_caption_is_answered(chat: Chat) -> None:
    [call] = await chat(said(photo=[], caption="chest pain"))
    assert call.text == URGENT


async def test_a_red_flag_in_a_group_is_answered_unprompted(chat: Chat) -> None:
    heard = said("I have chest pain since yesterday", GROUP)
    [call] = await chat(heard)
    assert call.text == URGENT
    assert call["reply_parameters"] == to_message(heard["message"])


@pytest.mark.parametrize("after", [60, 86400])
@pytest.mark.parametrize("before", [said("What stores iron?"), said("/ask What stores iron?", GROUP),
                                    said("lovely weather", GROUP), in_topic(5, "lovely weather")])  # fmt: skip
async def test_a_red_flag_in_an_edit_is_answered_once(chat: Chat, before: dict[str, Any], after: int) -> None:
    """Asked or not, answered before or not, and however late."""
    await chat(before)
    now = edited(before, "I have chest pain", after=after)
    [call] = await chat(now)
    assert (call.method, call.text) == ("sendMessage", URGENT)
    assert await chat(now) == []
    assert await chat(edited(now)) == []


async def test_a_red_flag_is_answered_without_a_database(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.execute(sql("DROP TABLE answers"))
    [call] = await chat(said("chest pain", GROUP))
    assert call.text == URGENT
    assert "earlier answers could not be read" in caplog.text
    assert "an answer could not be stored" in caplog.text
