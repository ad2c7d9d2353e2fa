"""What the admins of a group have chosen holds there: how answers look, and who may ask."""

from __future__ import annotations

from bot.models import ChatSettings, Who
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import ANSWER, BENEATH, URGENT
from tests.bot.sample_updates import ASKER, GROUP, by_admin, said


async def test_admins_can_have_whole_answers(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(compact=False))
    [call] = await chat(said("/ask What stores iron?", GROUP))
    assert (call.text, call.buttons) == (ANSWER, [*BENEATH, ("Remove", "x")])


async def test_where_only_admins_may_ask_others_are_let_go(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    assert [call.method for call in await chat(said("/ask What stores iron?", GROUP))] == ["getChatMember"]
    chat.judge.promote(ASKER, GROUP)
    [_, call] = await chat(said("/ask What stores iron?", GROUP))
    assert call.text == SHORT


async def test_where_only_admins_may_ask_an_anonymous_admin_may(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    [call] = await chat(by_admin("/ask What stores iron?"))
    assert call.text == SHORT


async def test_where_only_admins_may_ask_everybody_is_answered_on_a_red_flag(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    [call] = await chat(said("chest pain", GROUP))
    assert call.text == URGENT
