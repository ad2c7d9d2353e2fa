"""Answers that nobody asked for: off until an admin wants them, and then few, sure and never in people's own talk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.models import ChatSettings, Who
from faq.assistant import Assistant
from faq.models import Thresholds
from tests.bot.conftest import Chat, Chatting
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import HONEST_NO, URGENT
from tests.bot.sample_updates import (
    A_BOT,
    BASIC,
    FORUM,
    GROUP,
    LINKED,
    OTHER,
    by_bot,
    channel_post,
    in_topic,
    message,
    pressed,
    said,
)
from tests.bot.small_faq import FAQ, ChestPain, Verbatim

COOLDOWN = 1800
NAMED = {"type": "text_mention", "offset": 0, "length": 2, "user": OTHER}


@pytest_asyncio.fixture
async def listening(chat: Chat) -> Chat:
    """A chat in whose groups admins have switched listening on."""
    for group in (GROUP, BASIC, LINKED):
        await chat.store.chats.change(group["id"], ChatSettings(listen=True, cooldown=COOLDOWN))
    return chat


@pytest_asyncio.fixture
async def easily_satisfied(chatting: Chatting) -> AsyncIterator[Chat]:
    """The same, where an answer is given from 0.4 on, but unasked from 0.9 on only."""
    thresholds = Thresholds(answer=0.4, suggest=0.3, unasked=0.9)
    async with chatting(Assistant(FAQ, Verbatim(), ChestPain(), thresholds)) as ready:
        await ready.store.chats.change(GROUP["id"], ChatSettings(listen=True))
        yield ready


@pytest.mark.parametrize("group", [GROUP, BASIC, FORUM, LINKED])
async def test_by_itself_it_says_nothing_that_nobody_asked_for(chat: Chat, group: dict[str, Any]) -> None:
    assert await chat(said("What stores iron?", group)) == []


@pytest.mark.parametrize("group", [GROUP, BASIC, LINKED])
async def test_where_admins_want_it_a_sure_answer_is_given_in_a_reply(listening: Chat, group: dict[str, Any]) -> None:
    heard = said("What stores iron?", group)
    [call] = await listening(heard)
    assert (call.text, call["reply_parameters"]["message_id"]) == (SHORT, heard["message"]["message_id"])


@pytest.mark.parametrize("text", ["ferritin", "lovely weather", "pregnant", "@", "🦵"])
async def test_guesses_referrals_and_the_honest_no_are_not_told_unasked(listening: Chat, text: str) -> None:
    assert await listening(said(text, GROUP)) == []


async def test_unasked_an_answer_has_to_be_surer_than_asked(easily_satisfied: Chat) -> None:
    assert await easily_satisfied(said("ferritin", GROUP)) == []
    [asked] = await easily_satisfied(said("/ask ferritin", GROUP))
    assert asked.text == SHORT
    [sure] = await easily_satisfied(said("low ferritin", GROUP))
    assert sure.text.startswith("What is low ferritin?")


async def test_between_two_unasked_answers_passes_the_time_that_admins_set(listening: Chat) -> None:
    answered = []
    for pause in (0, COOLDOWN - 1, 1, COOLDOWN - 1):
        listening.clock.now += pause
        answered.append(len(await listening(said("low ferritin", GROUP))))
    assert answered == [1, 0, 1, 0]


async def test_whoever_asks_outright_need_not_wait(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("/ask low ferritin", GROUP))
    assert call.text.startswith("What is low ferritin?")


async def test_what_was_asked_outright_does_not_silence_it(listening: Chat) -> None:
    await listening(said("/ask low ferritin", GROUP))
    [call] = await listening(said("What stores iron?", GROUP))
    assert call.text == SHORT


async def test_each_group_has_a_time_of_its_own(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("What stores iron?", BASIC))
    assert call.text == SHORT


@pytest.mark.parametrize(
    "talk",
    [
        said("What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER)),
        said("@somebody What stores iron?", GROUP),
        said("Bo What stores iron?", GROUP, entities=[NAMED]),
        in_topic(5, "What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER)),
        said("What stores iron?", LINKED, reply_to_message=channel_post("News")["message"]),
    ],
)  # fmt: skip
async def test_it_keeps_out_of_somebodys_talk_with_another(listening: Chat, talk: dict[str, Any]) -> None:
    assert await listening(talk) == []


@pytest.mark.parametrize(
    "post",
    [
        said("What stores iron?", GROUP, from_=A_BOT), channel_post("What stores iron?"),
        said("/nonsense What stores iron?", GROUP), said("/ask@other_bot What stores iron?", GROUP),
        said("What stores iron?", GROUP, via_bot=by_bot()["from"]),
    ],
)  # fmt: skip
async def test_it_does_not_answer_bots_the_channel_and_commands_of_others(
    listening: Chat, post: dict[str, Any]
) -> None:
    assert await listening(post) == []


async def test_in_a_topic_the_first_line_of_the_topic_is_nobodys_talk(listening: Chat) -> None:
    first = message(None, FORUM, from_=OTHER, forum_topic_created={"name": "Legs", "icon_color": 1})
    [call] = await listening(in_topic(5, "What stores iron?", reply_to_message=first))
    assert (call.text, call["message_thread_id"]) == (SHORT, 5)


async def test_the_question_under_a_picture_is_heard(listening: Chat) -> None:
    [call] = await listening(said(None, GROUP, photo=[], caption="What stores iron?"))
    assert call.text == SHORT


async def test_whose_question_was_answered_can_remove_the_answer(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP, from_=OTHER))
    await listening(pressed("x", listening.judge.posted[-1], from_=OTHER))
    assert len(listening.judge.of("deleteMessage")) == 1


async def test_a_red_flag_is_answered_whether_it_listens_or_not_and_waits_for_nothing(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("chest pain", GROUP))
    assert call.text == URGENT


async def test_asked_outright_it_still_says_honestly_that_it_has_no_answer(listening: Chat) -> None:
    [call] = await listening(said("@legwise_bot lovely weather", GROUP))
    assert call.text == HONEST_NO


async def test_where_only_admins_may_ask_nobody_else_is_answered_unasked_either(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True, who=Who.ADMINS))
    await chat(said("What stores iron?", GROUP))
    assert chat.judge.of("sendMessage") == []
