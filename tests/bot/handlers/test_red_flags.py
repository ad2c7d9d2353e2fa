"""Red flags in any message, new or edited, addressed to the bot or not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.handlers.answer_recorder import PATIENCE
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import to_message
from tests.bot.handlers.test_private import URGENT
from tests.bot.sample_updates import GROUP, OTHER, PRIVATE, by_bot, edited, in_topic, said

QUOTE = {"text": "I have chest pain", "position": 0}
ELSEWHERE = {"origin": {"type": "user", "date": 1, "sender_user": OTHER}}
STICKER = {
    "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False, "is_video": False,
    "type": "regular",
}  # fmt: skip
POLL = {
    "id": "1", "question": "I have chest pain", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
    "members_only": False,
}  # fmt: skip


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


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "what should he do?", "quote": QUOTE},
        {"sticker": STICKER, "quote": QUOTE},
        {"text": "what now?", "external_reply": ELSEWHERE | {"poll": POLL}},
    ],
)
async def test_a_red_flag_in_quoted_words_is_answered(
    chat: Chat, place: dict[str, Any], fields: dict[str, Any]
) -> None:
    [call] = await chat(said(chat=place, **fields))
    assert call.text == URGENT


async def test_a_quoted_message_that_was_answered_is_not_answered_again(chat: Chat) -> None:
    first = said("I have chest pain", GROUP)
    await chat(first)
    assert await chat(said("call them!", GROUP, reply_to_message=first["message"], quote=QUOTE)) == []


async def test_our_own_warning_is_no_red_flag_when_it_is_quoted(chat: Chat) -> None:
    [call] = await chat(said("ferritin", GROUP, reply_to_message=by_bot("chest pain"), quote=QUOTE, from_=OTHER))
    assert call.text.startswith("Did you mean one of these?")


async def test_a_red_flag_is_answered_soon_though_the_database_is_locked(chat: Chat) -> None:
    async with chat.store.engine.connect():  # the pool has one connection
        answering = asyncio.create_task(chat.process(said("I have chest pain", GROUP)))
        async with asyncio.timeout(4 * PATIENCE):
            while not chat.api.calls_of("sendMessage"):  # noqa: ASYNC110 - a call sets no event
                await asyncio.sleep(0.01)
    await answering


async def test_a_red_flag_is_answered_without_a_database(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    async with chat.store.engine.begin() as connection:
        await connection.execute(sql("DROP TABLE answers"))
    [call] = await chat(said("chest pain", GROUP))
    assert call.text == URGENT
    assert "earlier answers could not be read" in caplog.text
    assert "an answer could not be stored" in caplog.text
