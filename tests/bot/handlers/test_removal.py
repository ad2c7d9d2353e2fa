"""Answers in groups can be taken away: by whoever asked, by admins, and by the clock where admins set one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.removal import NOT_YOURS, TOO_OLD, Removal
from bot.models import ChatSettings
from bot.store.counts import Count
from tests.bot.conftest import Chat
from tests.bot.judge import Refusal
from tests.bot.sample_updates import (
    ASKER,
    BASIC,
    GROUP,
    OTHER,
    by_admin,
    by_bot,
    in_topic,
    inaccessible,
    message,
    pressed,
    said,
    standing,
)

ASK = "/ask What stores iron?"
HOUR = 3600


async def _answer(chat: Chat, update: dict[str, Any] | None = None) -> dict[str, Any]:
    """The message that answers a question in the group."""
    await chat(update or said(ASK, GROUP))
    return chat.judge.posted[-1]


async def _cleared(chat: Chat) -> list[int]:
    """The messages that were taken away because their time was up."""
    before = len(chat.judge.calls)
    await Removal(chat.store).clear(chat.bot)
    return [call["message_id"] for call in chat.judge.calls[before:]]


async def test_whoever_asked_can_remove_the_answer(chat: Chat) -> None:
    told = await _answer(chat)
    removed, press = await chat(pressed("x", told))
    assert (removed.method, removed["chat_id"], removed["message_id"]) == (
        "deleteMessage", GROUP["id"], told["message_id"],
    )  # fmt: skip
    assert press.parameters == {"callback_query_id": "4711"}
    assert await chat.store.counts.totals() == {(Count.REMOVED, "store"): 1}


async def test_nobody_else_can_remove_it_and_is_told_so(chat: Chat) -> None:
    told = await _answer(chat)
    calls = await chat(pressed("x", told, from_=OTHER))
    assert [call.method for call in calls] == ["getChatMember", "answerCallbackQuery"]
    assert calls[-1]["text"] == NOT_YOURS == "Only whoever asked, or an admin, can remove this."
    assert await chat.store.answers.of_message(GROUP["id"], told["message_id"]) is not None


@pytest.mark.parametrize("status", ["administrator", "creator"])
async def test_an_admin_can_remove_it(chat: Chat, status: str) -> None:
    told = await _answer(chat)
    chat.judge.promote(OTHER, GROUP, status)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", told, from_=OTHER))]


async def test_whoever_is_an_admin_no_longer_cannot(chat: Chat) -> None:
    told = await _answer(chat)
    chat.judge.promote(OTHER, GROUP)
    chat.judge.promote(OTHER, GROUP, "member")
    assert [call.method for call in await chat(pressed("x", told, from_=OTHER))][-1] == "answerCallbackQuery"
    assert chat.judge.of("deleteMessage") == []


async def test_an_admin_who_asked_anonymously_removes_it_by_name(chat: Chat) -> None:
    """A press always carries the true person."""
    told = await _answer(chat, by_admin(ASK))
    chat.judge.promote(OTHER, GROUP)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", told, from_=OTHER))]


async def test_whose_question_somebody_else_put_to_the_bot_did_not_ask(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    told = await _answer(chat, said("/ask", GROUP, reply_to_message=question))
    assert (await chat(pressed("x", told, from_=OTHER)))[-1]["text"] == NOT_YOURS
    assert chat.judge.of("deleteMessage") == []
    await chat(pressed("x", told, from_=ASKER))
    assert len(chat.judge.of("deleteMessage")) == 1


async def test_an_answer_asked_for_by_a_button_is_removed_by_whoever_pressed_it(chat: Chat) -> None:
    told = await _answer(chat)
    await chat(pressed("e:low", told, from_=OTHER))
    related = chat.judge.posted[-1]
    assert (await chat(pressed("x", related, from_=ASKER)))[-1]["text"] == NOT_YOURS
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", related, from_=OTHER))]


@pytest.mark.parametrize("text", ["/ask ferritin", "/ask who won"])
async def test_suggestions_and_the_honest_no_can_be_removed(chat: Chat, text: str) -> None:
    told = await _answer(chat, said(text, GROUP))
    await chat(pressed("x", told))
    assert [call["message_id"] for call in chat.judge.of("deleteMessage")] == [told["message_id"]]


@pytest.mark.parametrize("update", [said(ASK, BASIC), in_topic(5, ASK)])
async def test_it_works_in_small_groups_and_in_topics(chat: Chat, update: dict[str, Any]) -> None:
    told = await _answer(chat, update)
    await chat(pressed("x", told))
    assert [call["message_id"] for call in chat.judge.of("deleteMessage")] == [told["message_id"]]


async def test_under_a_message_too_old_to_be_told_the_button_still_works(chat: Chat) -> None:
    told = await _answer(chat)
    await chat(pressed("x", inaccessible(GROUP, told["message_id"])))
    assert [call["message_id"] for call in chat.judge.of("deleteMessage")] == [told["message_id"]]


async def test_what_telegram_no_longer_lets_it_remove_stays_and_the_person_is_told(chat: Chat) -> None:
    told = await _answer(chat)
    chat.judge.fail("deleteMessage", Refusal(400, "Bad Request: message can't be deleted for everyone"))
    [press] = await chat(pressed("x", told))
    assert press["text"] == TOO_OLD == "Telegram no longer lets me remove this message."


async def test_a_message_that_nobody_is_known_to_have_asked_for_is_the_admins_to_remove(chat: Chat) -> None:
    unknown = by_bot("an answer of last week")
    assert (await chat(pressed("x", unknown)))[-1]["text"] == NOT_YOURS
    chat.judge.promote(ASKER, GROUP)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", unknown))]


async def test_answers_stay_unless_admins_set_a_time(chat: Chat) -> None:
    await _answer(chat)
    chat.clock.now += 47 * HOUR
    assert await _cleared(chat) == []


async def test_when_the_groups_time_is_up_the_answer_is_taken_away_once(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    told = await _answer(chat)
    chat.clock.now += HOUR - 1
    assert await _cleared(chat) == []
    chat.clock.now += 1
    assert await _cleared(chat) == [told["message_id"]]
    assert await _cleared(chat) == []


async def test_what_a_button_asked_for_is_taken_away_in_time_too(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    told = await _answer(chat)
    await chat(pressed("e:low", told))
    chat.clock.now += HOUR
    assert len(await _cleared(chat)) == 2


async def test_what_to_do_now_is_not_taken_away(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    await _answer(chat, said("chest pain", GROUP))
    chat.clock.now += 2 * HOUR
    assert await _cleared(chat) == []


async def test_in_private_nothing_is_taken_away(chat: Chat) -> None:
    await _answer(chat, said("What stores iron?"))
    chat.clock.now += 2 * HOUR
    assert await _cleared(chat) == []


async def test_a_group_that_threw_the_bot_out_keeps_no_other_waiting(chat: Chat) -> None:
    for group in (BASIC, GROUP):
        await chat.store.chats.change(group["id"], ChatSettings(remove_after=HOUR))
        await chat(said(ASK, group))
    chat.judge.see(standing("kicked", BASIC))
    chat.clock.now += HOUR
    assert await _cleared(chat) == [chat.judge.posted[-1]["message_id"]]
    assert chat.judge.refused == ["deleteMessage: 403 Forbidden: bot was kicked from the group chat"]
    chat.judge.refused.clear()


async def test_a_group_that_has_moved_keeps_no_other_waiting(chat: Chat) -> None:
    for group in (BASIC, GROUP):
        await chat.store.chats.change(group["id"], ChatSettings(remove_after=HOUR))
        await chat(said(ASK, group))
    chat.judge.see(said(None, BASIC, migrate_to_chat_id=-1051))
    chat.clock.now += HOUR
    assert await _cleared(chat) == [chat.judge.posted[-1]["message_id"]]
    assert await _cleared(chat) == []
    chat.judge.refused.clear()
