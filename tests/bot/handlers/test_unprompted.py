"""Unprompted answers in groups: off by default, and then few, confident and never inside a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.models import ChatSettings, Who
from faq.models import Thresholds
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import ANSWER, HONEST_NO, URGENT
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
from tests.faq.assistants import assistant_of

COOLDOWN = 1800
NAMED = {"type": "text_mention", "offset": 0, "length": 2, "user": OTHER}


@pytest_asyncio.fixture
async def listening(chat: Chat) -> Chat:
    """Return a chat whose groups have unprompted answers switched on."""
    for group in (GROUP, BASIC, LINKED):
        await chat.store.chats.change(group["id"], ChatSettings(listen=True, cooldown=COOLDOWN))
    return chat


@pytest_asyncio.fixture
async def easily_satisfied(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """Return the same with a threshold of 0.4 for answers, but 0.9 for unprompted ones."""
    thresholds = Thresholds(answer=0.4, suggest=0.3, unasked=0.9)
    async with make_chat(assistant_of(FAQ, Verbatim(), ChestPain(), thresholds)) as ready:
        await ready.store.chats.change(GROUP["id"], ChatSettings(listen=True))
        yield ready


@pytest.mark.parametrize("group", [GROUP, BASIC, FORUM, LINKED])
async def test_by_default_there_are_no_unprompted_answers(chat: Chat, group: dict[str, Any]) -> None:
    assert await chat(said("What stores iron?", group)) == []


@pytest.mark.parametrize("group", [GROUP, BASIC, LINKED])
async def test_switched_on_a_confident_answer_is_given_as_a_reply(listening: Chat, group: dict[str, Any]) -> None:
    question = said("What stores iron?", group)
    [call] = await listening(question)
    assert (call.text, call["reply_parameters"]["message_id"]) == (ANSWER, question["message"]["message_id"])


@pytest.mark.parametrize("text", ["ferritin", "lovely weather", "pregnant", "@", "🦵"])
async def test_suggestions_referrals_and_the_honest_no_are_never_unprompted(listening: Chat, text: str) -> None:
    assert await listening(said(text, GROUP)) == []


async def test_an_unprompted_answer_needs_more_confidence_than_a_requested_one(easily_satisfied: Chat) -> None:
    assert await easily_satisfied(said("ferritin", GROUP)) == []
    [requested] = await easily_satisfied(said("/ask ferritin", GROUP))
    assert requested.text == ANSWER
    [confident] = await easily_satisfied(said("low ferritin", GROUP))
    assert confident.text.startswith("What is low ferritin?")


async def test_between_two_unprompted_answers_passes_the_cooldown(listening: Chat) -> None:
    answered = []
    for pause in (0, COOLDOWN - 1, 1, COOLDOWN - 1):
        listening.clock.now += pause
        answered.append(len(await listening(said("low ferritin", GROUP))))
    assert answered == [1, 0, 1, 0]


async def test_a_direct_question_is_answered_during_the_cooldown(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("/ask low ferritin", GROUP))
    assert call.text.startswith("What is low ferritin?")


async def test_a_direct_question_does_not_start_the_cooldown(listening: Chat) -> None:
    await listening(said("/ask low ferritin", GROUP))
    [call] = await listening(said("What stores iron?", GROUP))
    assert call.text == ANSWER


async def test_each_group_has_its_own_cooldown(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("What stores iron?", BASIC))
    assert call.text == ANSWER


@pytest.mark.parametrize(
    "message_in_conversation",
    [
        said("What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER)),
        said("@somebody What stores iron?", GROUP),
        said("Bo What stores iron?", GROUP, entities=[NAMED]),
        in_topic(5, "What stores iron?", GROUP, reply_to_message=message("hm", GROUP, from_=OTHER)),
        said("What stores iron?", LINKED, reply_to_message=channel_post("News")["message"]),
    ],
)  # fmt: skip
async def test_replies_and_mentions_between_users_are_not_answered(
    listening: Chat, message_in_conversation: dict[str, Any]
) -> None:
    assert await listening(message_in_conversation) == []


@pytest.mark.parametrize(
    "post",
    [
        said("What stores iron?", GROUP, from_=A_BOT), channel_post("What stores iron?"),
        said("/nonsense What stores iron?", GROUP), said("/ask@other_bot What stores iron?", GROUP),
        said("What stores iron?", GROUP, via_bot=by_bot()["from"]),
    ],
)  # fmt: skip
async def test_bots_the_channel_and_other_commands_are_not_answered(listening: Chat, post: dict[str, Any]) -> None:
    assert await listening(post) == []


async def test_a_reply_to_the_creation_of_a_topic_is_not_a_reply_to_a_user(listening: Chat) -> None:
    first = message(None, FORUM, from_=OTHER, forum_topic_created={"name": "Legs", "icon_color": 1})
    [call] = await listening(in_topic(5, "What stores iron?", reply_to_message=first))
    assert (call.text, call["message_thread_id"]) == (ANSWER, 5)


async def test_a_question_in_a_caption_is_answered(listening: Chat) -> None:
    [call] = await listening(said(None, GROUP, photo=[], caption="What stores iron?"))
    assert call.text == ANSWER


async def test_the_user_whose_question_was_answered_can_remove_the_answer(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP, from_=OTHER))
    await listening(pressed("x", listening.api.posted[-1], from_=OTHER))
    assert len(listening.api.calls_of("deleteMessage")) == 1


async def test_a_red_flag_is_answered_during_the_cooldown(listening: Chat) -> None:
    await listening(said("What stores iron?", GROUP))
    [call] = await listening(said("chest pain", GROUP))
    assert call.text == URGENT


async def test_a_direct_question_still_gets_the_honest_no(listening: Chat) -> None:
    [call] = await listening(said("@legwise_bot lovely weather", GROUP))
    assert call.text == HONEST_NO


async def test_if_only_admins_may_ask_other_users_get_no_unprompted_answers(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True, who=Who.ADMINS))
    await chat(said("What stores iron?", GROUP))
    assert chat.api.calls_of("sendMessage") == []
