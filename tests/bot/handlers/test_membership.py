"""The bot is added, removed and restricted, and groups become supergroups."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ChatSettings
from bot.simulator import ApiError
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import BASIC, CHANNEL, FORUM, GROUP, LINKED, PRIVATE, bot_status, migrated, pressed, said

HELLO = """Hello! I look up answers about legs.

Write /ask@legwise_bot and your question. I say nothing unless I am asked; admins find more in \
/settings@legwise_bot."""
ASK = "/ask What stores iron?"
CHOSEN = ChatSettings(listen=True, cooldown=60)
OLD, NEW = BASIC["id"], -1001234567890
SUPERGROUP: dict[str, Any] = GROUP | {"id": NEW}


@pytest.mark.parametrize("group", [BASIC, GROUP, FORUM, LINKED])
@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
async def test_a_new_group_is_greeted_and_told_how_to_ask(chat: Chat, group: dict[str, Any], status: str) -> None:
    [call] = await chat(bot_status(status, group, before="left"))
    assert (call.text, call["chat_id"]) == (HELLO, group["id"])


async def test_a_group_where_the_bot_may_not_write_is_not_greeted(chat: Chat) -> None:
    assert await chat(bot_status("restricted", before="left", writes=False)) == []


@pytest.mark.parametrize("refusal", [ApiError(403, "Forbidden: bot was kicked from the supergroup chat"),
                                     ApiError(400, "Bad Request: TOPIC_CLOSED")])  # fmt: skip
async def test_a_refused_greeting_is_not_retried(chat: Chat, refusal: ApiError) -> None:
    chat.api.fail("sendMessage", refusal)
    assert await chat(bot_status("member", before="left")) == []


@pytest.mark.parametrize(
    "change",
    [
        bot_status("administrator", before="member"), bot_status("member", before="administrator"),
        bot_status("restricted", before="member", writes=False), bot_status("member", before="restricted"),
        bot_status("administrator", CHANNEL, before="left"), bot_status("member", PRIVATE, before="kicked"),
        bot_status("kicked", PRIVATE),
    ],
)  # fmt: skip
async def test_other_changes_of_membership_get_no_message(chat: Chat, change: dict[str, Any]) -> None:
    assert await chat(change) == []


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_group_that_removes_the_bot_is_forgotten(chat: Chat, status: str) -> None:
    await chat.store.chats.change(GROUP["id"], CHOSEN)
    incoming = said(ASK, GROUP)
    await chat(incoming)
    assert await chat(bot_status(status)) == []
    assert await chat.store.chats.settings(GROUP["id"]) == ChatSettings()
    assert await chat.store.answers.of_question(GROUP["id"], incoming["message"]["message_id"]) is None


async def test_a_group_that_adds_the_bot_again_is_greeted_and_has_default_settings(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], CHOSEN)
    await chat(said(ASK, GROUP))
    await chat(bot_status("kicked"))
    [hello] = await chat(bot_status("member", before="kicked"))
    [answer] = await chat(said(ASK, GROUP))
    assert (hello.text, answer.text) == (HELLO, ANSWER)
    assert await chat(said("What stores iron?", GROUP)) == []


async def test_a_user_who_blocks_the_bot_gets_no_message(chat: Chat) -> None:
    await chat(bot_status("kicked", PRIVATE))
    assert await chat(said("What stores iron?")) == []
    assert chat.api.refused == ["sendMessage: 403 Forbidden: bot was blocked by the user"]
    chat.api.refused.clear()


@pytest.mark.parametrize("incoming", [ASK, "/ask who won", "/help", "chest pain"])
async def test_without_the_right_to_write_it_tries_once_a_message_and_stays_quiet(chat: Chat, incoming: str) -> None:
    await chat(bot_status("restricted", writes=False))
    assert await chat(said(incoming, GROUP)) == []
    assert chat.api.refused == ["sendMessage: 400 Bad Request: not enough rights to send text messages to the chat"]
    chat.api.refused.clear()


async def test_with_the_right_to_write_it_answers_again(chat: Chat) -> None:
    await chat(bot_status("restricted", writes=False))
    incoming = said(ASK, GROUP)
    await chat(incoming)
    chat.api.refused.clear()
    await chat(bot_status("member", before="restricted"))
    [call] = await chat(incoming)
    assert call.text == ANSWER


@pytest.mark.parametrize("order", [1, -1])
async def test_settings_follow_a_group_that_becomes_a_supergroup(chat: Chat, order: int) -> None:
    """Telegram announces it in both chats, in either order."""
    await chat.store.chats.change(OLD, CHOSEN)
    for update in migrated(OLD, NEW)[::order]:
        assert await chat(update) == []
    assert await chat.store.chats.settings(NEW) == CHOSEN
    assert await chat.store.chats.settings(OLD) == ChatSettings()


async def test_settings_made_in_the_supergroup_meanwhile_stay(chat: Chat) -> None:
    to, from_ = migrated(OLD, NEW)
    await chat.store.chats.change(OLD, CHOSEN)
    await chat(to)
    await chat.store.chats.change(NEW, ChatSettings(compact=False))
    await chat(from_)
    assert await chat.store.chats.settings(NEW) == ChatSettings(compact=False)


async def test_a_group_that_becomes_a_supergroup_is_not_greeted_again(chat: Chat) -> None:
    """Telegram announces it as if the bot had been added to the new group."""
    for update in migrated(OLD, NEW):
        await chat(update)
    assert await chat(bot_status("member", SUPERGROUP, before="left")) == []
    assert len(await chat(bot_status("member", GROUP, before="left"))) == 1


async def test_a_question_from_before_the_migration_is_answered_in_the_new_chat(chat: Chat) -> None:
    incoming = said(ASK, BASIC)
    chat.api.record(migrated(OLD, NEW)[0])
    [call] = await chat(incoming)
    assert (call.text, call["chat_id"]) == (ANSWER, NEW)
    assert "reply_parameters" not in call.parameters
    assert chat.api.refused == ["sendMessage: 400 Bad Request: group chat was upgraded to a supergroup chat"]
    chat.api.refused.clear()


async def test_a_press_from_before_the_migration_is_answered_in_the_new_chat(chat: Chat) -> None:
    await chat(said("/ask ferritin", BASIC))
    under = chat.api.posted[-1]
    chat.api.record(migrated(OLD, NEW)[0])
    calls = await chat(pressed("d:store", under))
    assert [call.method for call in calls] == ["answerCallbackQuery", "sendMessage"]
    assert (calls[-1].text, calls[-1]["chat_id"]) == (ANSWER, NEW)
    chat.api.refused.clear()


async def test_after_the_migration_questions_are_still_answered(chat: Chat) -> None:
    await chat(said(ASK, BASIC))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said("/ask low ferritin", SUPERGROUP))
    assert call.text.startswith("What is low ferritin?")


async def test_after_the_migration_a_question_of_the_same_number_is_another_question(chat: Chat) -> None:
    """The supergroup counts its messages from 1 again."""
    await chat(said(ASK, BASIC, message_id=7))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said("/ask low ferritin", SUPERGROUP, message_id=7))
    assert call.text.startswith("What is low ferritin?")


async def test_after_the_migration_no_link_leads_to_the_old_group(chat: Chat) -> None:
    await chat(said(ASK, BASIC))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said(ASK, SUPERGROUP))
    assert call.text == ANSWER
