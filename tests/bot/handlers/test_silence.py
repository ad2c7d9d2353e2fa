"""Each message that gets no answer is counted once, by the reason."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ChatSettings, Silence
from bot.simulator import ApiError
from tests.bot.conftest import Chat, silences
from tests.bot.sample_updates import A_BOT, GROUP, OTHER, PHOTO, as_guest, by_bot, edited, message, said

ASK = "/ask What stores iron?"
LISTENING = ChatSettings(listen=True)


@pytest.mark.parametrize(
    ("incoming", "reason"),
    [
        (said("What stores iron?", GROUP), Silence.NOT_ADDRESSED),
        (said("/ask@other_bot What stores iron?", GROUP), Silence.NOT_ADDRESSED),
        (said(None, GROUP, photo=[]), Silence.NOT_ADDRESSED),
        (said(None, GROUP, photo=[], reply_to_message=by_bot()), Silence.UNREADABLE),
        (said("What stores iron?", GROUP, from_=A_BOT), Silence.NOT_A_PERSON),
        (said("What stores iron?", from_=A_BOT), Silence.NOT_A_PERSON),
    ],
)
async def test_a_message_that_is_not_for_the_bot(chat: Chat, incoming: dict[str, Any], reason: Silence) -> None:
    assert await chat(incoming) == []
    assert silences(chat) == {reason: 1}


@pytest.mark.parametrize(
    ("texts", "reason"),
    [(["ferritin"], Silence.UNSURE_UNASKED), (["What stores iron?", "low ferritin"], Silence.COOLDOWN)],
)
async def test_a_question_that_nobody_asked_the_bot(chat: Chat, texts: list[str], reason: Silence) -> None:
    await chat.store.chats.change(GROUP["id"], LISTENING)
    for text in texts:
        await chat(said(text, GROUP))
    assert silences(chat) == {reason: 1}


async def test_a_talk_between_users_while_the_bot_listens(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], LISTENING)
    assert await chat(said("What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER))) == []
    assert silences(chat) == {Silence.NOT_ADDRESSED: 1}


async def test_a_reply_to_the_bot_that_no_entry_answers(chat: Chat) -> None:
    assert await chat(said("who won", GROUP, reply_to_message=by_bot())) == []
    assert silences(chat) == {Silence.NOT_FOUND: 1}


async def test_questions_over_the_limit(chat: Chat) -> None:
    for _ in range(25):
        await chat(said("who won"))
    assert silences(chat) == {Silence.LIMITED: 5}


async def test_a_command_over_the_limit(chat: Chat) -> None:
    for _ in range(20):
        await chat(said("/help", GROUP))
    assert silences(chat) == {Silence.LIMITED: 2}


async def test_an_edit_that_comes_too_late(chat: Chat) -> None:
    question = said("What stores iron?")
    await chat(question)
    assert await chat(edited(question, "low ferritin", after=901)) == []
    assert silences(chat) == {Silence.EDITED_TOO_LATE: 1}


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [("query is too old and response timeout expired", Silence.EXPIRED), ("QUERY_ID_INVALID", Silence.MAY_NOT_WRITE)],
)
async def test_a_guest_question_that_telegram_lets_nobody_answer(chat: Chat, refusal: str, reason: Silence) -> None:
    chat.api.fail("answerGuestQuery", ApiError(400, f"Bad Request: {refusal}"))
    await chat(as_guest("@legwise_bot What stores iron?"))
    assert silences(chat) == {reason: 1}
    chat.api.refused.clear()


@pytest.mark.parametrize(
    "incoming", [said(ASK, GROUP), said("chest pain", GROUP), said("hello"), said(None, photo=PHOTO)]
)
async def test_whatever_is_answered_is_not_counted(chat: Chat, incoming: dict[str, Any]) -> None:
    assert await chat(incoming)
    assert silences(chat) == {}
