"""The bot comes, goes, is silenced, and groups become supergroups: Update in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ChatSettings
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.judge import Refusal
from tests.bot.sample_updates import BASIC, CHANNEL, FORUM, GROUP, LINKED, PRIVATE, migrated, pressed, said, standing

HELLO = """Hello! I look up answers about iron, ferritin and restless legs, with their sources.

Write /ask@legwise_bot and your question. I say nothing unless I am asked; admins find more in \
/settings@legwise_bot."""
ASK = "/ask What stores iron?"
CHOSEN = ChatSettings(listen=True, cooldown=60)
OLD, NEW = BASIC["id"], -1001234567890
SUPERGROUP: dict[str, Any] = GROUP | {"id": NEW}


@pytest.mark.parametrize("group", [BASIC, GROUP, FORUM, LINKED])
@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
async def test_where_it_is_added_it_says_hello_and_how_to_ask(chat: Chat, group: dict[str, Any], status: str) -> None:
    [call] = await chat(standing(status, group, before="left"))
    assert (call.text, call["chat_id"]) == (HELLO, group["id"])


async def test_where_it_is_added_but_may_not_write_it_says_nothing(chat: Chat) -> None:
    assert await chat(standing("restricted", before="left", writes=False)) == []


@pytest.mark.parametrize("refusal", [Refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
                                     Refusal(400, "Bad Request: TOPIC_CLOSED")])  # fmt: skip
async def test_where_its_hello_is_refused_it_lets_it_be(chat: Chat, refusal: Refusal) -> None:
    chat.judge.fail("sendMessage", refusal)
    assert await chat(standing("member", before="left")) == []


@pytest.mark.parametrize(
    "change",
    [
        standing("administrator", before="member"), standing("member", before="administrator"),
        standing("restricted", before="member", writes=False), standing("member", before="restricted"),
        standing("administrator", CHANNEL, before="left"), standing("member", PRIVATE, before="kicked"),
        standing("kicked", PRIVATE),
    ],
)  # fmt: skip
async def test_other_changes_of_what_it_is_need_no_words(chat: Chat, change: dict[str, Any]) -> None:
    assert await chat(change) == []


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_where_it_is_removed_it_forgets_the_group(chat: Chat, status: str) -> None:
    await chat.store.chats.change(GROUP["id"], CHOSEN)
    asked = said(ASK, GROUP)
    await chat(asked)
    assert await chat(standing(status)) == []
    assert await chat.store.chats.settings(GROUP["id"]) == ChatSettings()
    assert await chat.store.answers.of_question(GROUP["id"], asked["message"]["message_id"]) is None


async def test_added_again_it_says_hello_again_and_begins_anew(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], CHOSEN)
    await chat(said(ASK, GROUP))
    await chat(standing("kicked"))
    [hello] = await chat(standing("member", before="kicked"))
    [told] = await chat(said(ASK, GROUP))
    assert (hello.text, told.text) == (HELLO, SHORT)
    assert await chat(said("What stores iron?", GROUP)) == []


async def test_whoever_blocks_it_is_not_written_to(chat: Chat) -> None:
    await chat(standing("kicked", PRIVATE))
    assert await chat(said("What stores iron?")) == []
    assert chat.judge.refused == ["sendMessage: 403 Forbidden: bot was blocked by the user"]
    chat.judge.refused.clear()


@pytest.mark.parametrize("asked", [ASK, "/ask who won", "/help", "chest pain"])
async def test_where_it_has_lost_the_right_to_write_it_is_quiet_and_asks_once_a_message(chat: Chat, asked: str) -> None:
    await chat(standing("restricted", writes=False))
    assert await chat(said(asked, GROUP)) == []
    assert chat.judge.refused == ["sendMessage: 400 Bad Request: not enough rights to send text messages to the chat"]
    chat.judge.refused.clear()


async def test_with_the_right_to_write_it_answers_again(chat: Chat) -> None:
    await chat(standing("restricted", writes=False))
    asked = said(ASK, GROUP)
    await chat(asked)
    chat.judge.refused.clear()
    await chat(standing("member", before="restricted"))
    [call] = await chat(asked)
    assert call.text == SHORT


@pytest.mark.parametrize("order", [1, -1])
async def test_settings_follow_a_group_that_becomes_a_supergroup(chat: Chat, order: int) -> None:
    """Telegram tells it in both chats, in either order, and nobody is told anything."""
    await chat.store.chats.change(OLD, CHOSEN)
    for update in migrated(OLD, NEW)[::order]:
        assert await chat(update) == []
    assert await chat.store.chats.settings(NEW) == CHOSEN
    assert await chat.store.chats.settings(OLD) == ChatSettings()


async def test_what_admins_chose_in_the_supergroup_meanwhile_stays(chat: Chat) -> None:
    to, from_ = migrated(OLD, NEW)
    await chat.store.chats.change(OLD, CHOSEN)
    await chat(to)
    await chat.store.chats.change(NEW, ChatSettings(compact=False))
    await chat(from_)
    assert await chat.store.chats.settings(NEW) == ChatSettings(compact=False)


async def test_a_group_that_becomes_a_supergroup_is_not_greeted_again(chat: Chat) -> None:
    """Telegram tells it as if the bot had been added to the new one."""
    for update in migrated(OLD, NEW):
        await chat(update)
    assert await chat(standing("member", SUPERGROUP, before="left")) == []
    assert len(await chat(standing("member", GROUP, before="left"))) == 1


async def test_a_question_from_before_the_move_is_answered_in_the_new_chat(chat: Chat) -> None:
    asked = said(ASK, BASIC)
    chat.judge.see(migrated(OLD, NEW)[0])
    [call] = await chat(asked)
    assert (call.text, call["chat_id"]) == (SHORT, NEW)
    assert "reply_parameters" not in call.parameters
    assert chat.judge.refused == ["sendMessage: 400 Bad Request: group chat was upgraded to a supergroup chat"]
    chat.judge.refused.clear()


async def test_a_press_from_before_the_move_is_answered_in_the_new_chat(chat: Chat) -> None:
    await chat(said("/ask ferritin", BASIC))
    under = chat.judge.posted[-1]
    chat.judge.see(migrated(OLD, NEW)[0])
    calls = await chat(pressed("d:store", under))
    assert [call.method for call in calls] == ["answerCallbackQuery", "sendMessage"]
    assert (calls[-1].text, calls[-1]["chat_id"]) == (SHORT, NEW)
    chat.judge.refused.clear()


async def test_after_the_move_questions_and_answers_go_on(chat: Chat) -> None:
    await chat(said(ASK, BASIC))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said("/ask low ferritin", SUPERGROUP))
    assert call.text.startswith("What is low ferritin?")


async def test_after_the_move_a_question_of_the_same_number_is_another_question(chat: Chat) -> None:
    """The supergroup counts its messages from 1 again."""
    await chat(said(ASK, BASIC, message_id=7))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said("/ask low ferritin", SUPERGROUP, message_id=7))
    assert call.text.startswith("What is low ferritin?")


async def test_after_the_move_no_link_leads_to_a_message_of_the_old_group(chat: Chat) -> None:
    await chat(said(ASK, BASIC))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said(ASK, SUPERGROUP))
    assert call.text == SHORT
