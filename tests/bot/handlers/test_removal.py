"""Answers in groups are removed by the user who asked, by admins, and after the time that admins set."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.removal import NOT_YOURS, TOO_OLD, Removal
from bot.models import ChatSettings
from bot.simulator import ApiError
from tests.bot.conftest import Chat
from tests.bot.sample_updates import (
    ASKER,
    BASIC,
    GROUP,
    OTHER,
    PRIVATE,
    bot_status,
    by_admin,
    by_bot,
    edited,
    in_topic,
    inaccessible,
    message,
    pressed,
    said,
)

ASK = "/ask What stores iron?"
HOUR = 3600


async def _answer(chat: Chat, update: dict[str, Any] | None = None) -> dict[str, Any]:
    """The message that answers a question in the group."""
    await chat(update or said(ASK, GROUP))
    return chat.api.posted[-1]


async def _sources(chat: Chat, answer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The message with the sources of an answer."""
    await chat(pressed("s:store", answer, **fields))
    return chat.api.posted[-1]


async def _removed(chat: Chat) -> list[int]:
    """The messages that were taken away because their time was up."""
    before = len(chat.api.calls)
    await Removal(chat.store).remove_expired(chat.bot)
    return [call["message_id"] for call in chat.api.calls[before:]]


async def test_the_user_who_asked_can_remove_the_answer(chat: Chat) -> None:
    answer = await _answer(chat)
    removed, press = await chat(pressed("x", answer))
    assert (removed.method, removed["chat_id"], removed["message_id"]) == (
        "deleteMessage", GROUP["id"], answer["message_id"],
    )  # fmt: skip
    assert press.parameters == {"callback_query_id": "4711"}


async def test_another_user_cannot_remove_it_and_gets_a_notice(chat: Chat) -> None:
    answer = await _answer(chat)
    calls = await chat(pressed("x", answer, from_=OTHER))
    assert [call.method for call in calls] == ["getChatMember", "answerCallbackQuery"]
    assert calls[-1]["text"] == NOT_YOURS == "Only whoever asked, or an admin, can remove this."
    assert await chat.store.answers.of_message(GROUP["id"], answer["message_id"]) is not None


@pytest.mark.parametrize("status", ["administrator", "creator"])
async def test_an_admin_can_remove_it(chat: Chat, status: str) -> None:
    answer = await _answer(chat)
    chat.api.promote(OTHER, GROUP, status)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", answer, from_=OTHER))]


async def test_a_former_admin_cannot_remove_it(chat: Chat) -> None:
    answer = await _answer(chat)
    chat.api.promote(OTHER, GROUP)
    chat.api.promote(OTHER, GROUP, "member")
    assert [call.method for call in await chat(pressed("x", answer, from_=OTHER))][-1] == "answerCallbackQuery"
    assert chat.api.calls_of("deleteMessage") == []


async def test_an_admin_who_asked_anonymously_removes_it_by_name(chat: Chat) -> None:
    """A press always carries the true person."""
    answer = await _answer(chat, by_admin(ASK))
    chat.api.promote(OTHER, GROUP)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", answer, from_=OTHER))]


async def test_the_author_of_a_quoted_question_cannot_remove_the_answer(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    answer = await _answer(chat, said("/ask", GROUP, reply_to_message=question))
    assert (await chat(pressed("x", answer, from_=OTHER)))[-1]["text"] == NOT_YOURS
    assert chat.api.calls_of("deleteMessage") == []
    await chat(pressed("x", answer, from_=ASKER))
    assert len(chat.api.calls_of("deleteMessage")) == 1


async def test_an_answer_requested_by_a_button_can_be_removed_by_the_user_who_pressed(chat: Chat) -> None:
    answer = await _answer(chat)
    await chat(pressed("e:low", answer, from_=OTHER))
    related = chat.api.posted[-1]
    assert (await chat(pressed("x", related, from_=ASKER)))[-1]["text"] == NOT_YOURS
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", related, from_=OTHER))]


@pytest.mark.parametrize("text", ["/ask ferritin", "/ask who won"])
async def test_suggestions_and_the_honest_no_can_be_removed(chat: Chat, text: str) -> None:
    answer = await _answer(chat, said(text, GROUP))
    await chat(pressed("x", answer))
    assert [call["message_id"] for call in chat.api.calls_of("deleteMessage")] == [answer["message_id"]]


@pytest.mark.parametrize("update", [said(ASK, BASIC), in_topic(5, ASK)])
async def test_it_works_in_small_groups_and_in_topics(chat: Chat, update: dict[str, Any]) -> None:
    answer = await _answer(chat, update)
    await chat(pressed("x", answer))
    assert [call["message_id"] for call in chat.api.calls_of("deleteMessage")] == [answer["message_id"]]


async def test_the_button_works_under_an_inaccessible_message(chat: Chat) -> None:
    answer = await _answer(chat)
    await chat(pressed("x", inaccessible(GROUP, answer["message_id"])))
    assert [call["message_id"] for call in chat.api.calls_of("deleteMessage")] == [answer["message_id"]]


async def test_a_message_that_telegram_does_not_delete_stays_and_the_user_gets_a_notice(chat: Chat) -> None:
    answer = await _answer(chat)
    chat.api.fail("deleteMessage", ApiError(400, "Bad Request: message can't be deleted for everyone"))
    [press] = await chat(pressed("x", answer))
    assert press["text"] == TOO_OLD == "Telegram no longer lets me remove this message."


async def test_an_unrecorded_answer_can_be_removed_by_admins_only(chat: Chat) -> None:
    unknown = by_bot("an answer of last week")
    assert (await chat(pressed("x", unknown)))[-1]["text"] == NOT_YOURS
    chat.api.promote(ASKER, GROUP)
    assert "deleteMessage" in [call.method for call in await chat(pressed("x", unknown))]


async def test_answers_stay_unless_admins_set_a_time(chat: Chat) -> None:
    await _answer(chat)
    chat.clock.now += 47 * HOUR
    assert await _removed(chat) == []


async def test_an_expired_answer_is_removed_once(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    answer = await _answer(chat)
    chat.clock.now += HOUR - 1
    assert await _removed(chat) == []
    chat.clock.now += 1
    assert await _removed(chat) == [answer["message_id"]]
    assert await _removed(chat) == []


async def test_an_answer_requested_by_a_button_expires_too(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    answer = await _answer(chat)
    await chat(pressed("e:low", answer))
    chat.clock.now += HOUR
    assert len(await _removed(chat)) == 2


async def test_sources_are_removed_by_the_user_who_pressed_and_leave_the_answer(chat: Chat) -> None:
    answer = await _answer(chat)
    sources = await _sources(chat, answer, from_=OTHER)
    assert (await chat(pressed("x", sources, from_=ASKER)))[-1]["text"] == NOT_YOURS
    await chat(pressed("x", sources, from_=OTHER))
    assert [call["message_id"] for call in chat.api.calls_of("deleteMessage")] == [sources["message_id"]]
    assert await _removed(chat) == []
    assert await chat.store.answers.of_message(GROUP["id"], answer["message_id"]) is not None


@pytest.mark.parametrize("update", [said(ASK, GROUP), said(ASK, BASIC), in_topic(5, ASK)])
async def test_sources_go_with_the_answer_that_is_removed(chat: Chat, update: dict[str, Any]) -> None:
    answer = await _answer(chat, update)
    sources = [await _sources(chat, answer, from_=user) for user in (ASKER, OTHER)]
    assert await _removed(chat) == []
    await chat(pressed("x", answer))
    assert await _removed(chat) == [message["message_id"] for message in sources]
    assert await _removed(chat) == []


async def test_sources_of_another_answer_stay(chat: Chat) -> None:
    other = await _answer(chat)
    await _sources(chat, other)
    answer = await _answer(chat, said("/ask low ferritin", GROUP))
    await chat(pressed("x", answer))
    assert await _removed(chat) == []


async def test_sources_go_with_the_answer_whose_time_is_over(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    answer = await _answer(chat)
    chat.clock.now += HOUR - 1
    sources = await _sources(chat, answer)
    chat.clock.now += 1
    assert await _removed(chat) == [answer["message_id"]]
    assert await _removed(chat) == [sources["message_id"]], "with the next search, before their own time"
    assert await _removed(chat) == []


async def test_sources_and_an_answer_that_are_due_together_are_removed_once(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    answer = await _answer(chat)
    sources = await _sources(chat, answer)
    chat.clock.now += HOUR
    assert await _removed(chat) == [answer["message_id"], sources["message_id"]]
    assert await _removed(chat) == []


async def test_sources_go_with_the_answer_that_an_edit_removes(chat: Chat) -> None:
    question = said(ASK, GROUP)
    sources = await _sources(chat, await _answer(chat, question))
    await chat(edited(question, "/ask who won"))
    assert await _removed(chat) == [sources["message_id"]]


async def test_sources_of_an_answer_that_is_no_longer_known_expire(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    sources = await _sources(chat, by_bot("an answer of last week"))
    chat.clock.now += HOUR
    assert await _removed(chat) == [sources["message_id"]]


async def test_sources_posted_in_the_new_chat_of_a_group_that_moved_belong_to_no_message_there(chat: Chat) -> None:
    answer = await _answer(chat, said(ASK, BASIC))
    chat.api.record(said(None, BASIC, migrate_to_chat_id=-1051))
    sources = await _sources(chat, answer)
    row = await chat.store.answers.of_message(-1051, sources["message_id"])
    assert row is not None
    assert row.part_of is None
    chat.api.refused.clear()


async def test_in_private_nothing_is_recorded_of_sources(chat: Chat) -> None:
    answer = await _answer(chat, said("What stores iron?"))
    sources = await _sources(chat, answer)
    assert await chat.store.answers.of_message(PRIVATE["id"], answer["message_id"]) is not None
    assert await chat.store.answers.of_message(PRIVATE["id"], sources["message_id"]) is None


async def test_urgent_replies_do_not_expire(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=HOUR))
    await _answer(chat, said("chest pain", GROUP))
    chat.clock.now += 2 * HOUR
    assert await _removed(chat) == []


async def test_in_private_answers_do_not_expire(chat: Chat) -> None:
    await _answer(chat, said("What stores iron?"))
    chat.clock.now += 2 * HOUR
    assert await _removed(chat) == []


async def test_a_group_that_threw_the_bot_out_keeps_no_other_waiting(chat: Chat) -> None:
    for group in (BASIC, GROUP):
        await chat.store.chats.change(group["id"], ChatSettings(remove_after=HOUR))
        await chat(said(ASK, group))
    chat.api.record(bot_status("kicked", BASIC))
    chat.clock.now += HOUR
    assert await _removed(chat) == [chat.api.posted[-1]["message_id"]]
    assert chat.api.refused == ["deleteMessage: 403 Forbidden: bot was kicked from the group chat"]
    chat.api.refused.clear()


async def test_a_group_that_has_moved_keeps_no_other_waiting(chat: Chat) -> None:
    for group in (BASIC, GROUP):
        await chat.store.chats.change(group["id"], ChatSettings(remove_after=HOUR))
        await chat(said(ASK, group))
    chat.api.record(said(None, BASIC, migrate_to_chat_id=-1051))
    chat.clock.now += HOUR
    assert await _removed(chat) == [chat.api.posted[-1]["message_id"]]
    assert await _removed(chat) == []
    chat.api.refused.clear()
