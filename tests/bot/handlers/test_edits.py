"""Edited questions: the answer follows for a quarter of an hour. Update in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ChatSettings
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import ANSWER, BENEATH, HONEST_NO, URGENT
from tests.bot.judge import Call, Refusal
from tests.bot.sample_updates import FORUM, GROUP, OTHER, PRIVATE, by_admin, edited, in_topic, message, pressed, said

LOW = """What is low ferritin?
Below what the laboratory says.
Source: The Press, “Restless legs”, Basics, its reference 3
No medical advice. Reviewed 22 November 2026."""


async def _told(chat: Chat, update: dict[str, Any]) -> tuple[Call, int]:
    """The answer to a question, and the number of its message."""
    [call] = await chat(update)
    return call, chat.judge.posted[-1]["message_id"]


async def test_in_private_the_answer_becomes_the_one_to_the_question_as_it_reads_now(chat: Chat) -> None:
    asked = said("who won")
    _, number = await _told(chat, asked)
    [call] = await chat(edited(asked, "What stores iron?"))
    assert (call.method, call["chat_id"], call["message_id"]) == ("editMessageText", 77, number)
    assert (call.text, call.buttons) == (ANSWER, BENEATH)


@pytest.mark.parametrize("asked", [said("/ask low ferritin", GROUP), in_topic(5, "/ask low ferritin"),
                                   by_admin("/ask low ferritin")])  # fmt: skip
async def test_in_groups_the_answer_keeps_its_short_form(chat: Chat, asked: dict[str, Any]) -> None:
    before, number = await _told(chat, asked)
    [call] = await chat(edited(asked, "/ask What stores iron?"))
    assert (before.text, call.method, call["message_id"]) == (LOW, "editMessageText", number)
    assert (call.text, call.buttons) == (SHORT, [*BENEATH[1:], ("Remove", "x")])


async def test_each_edit_is_followed(chat: Chat) -> None:
    asked = said("/ask low ferritin", GROUP)
    await chat(asked)
    texts = [(await chat(edited(asked, text)))[0].text for text in ("/ask What stores iron?", "/ask low ferritin")]
    assert texts == [SHORT, LOW]


async def test_an_edit_may_be_unclear_and_offers_what_it_may_mean(chat: Chat) -> None:
    asked = said("/ask low ferritin", GROUP)
    await chat(asked)
    [call] = await chat(edited(asked, "/ask ferritin"))
    assert call.buttons == [
        ("What stores iron?", "d:store"), ("What is low ferritin?", "d:low"), ("Question 0?", "d:more-0"),
        ("None of these", "n"), ("Remove", "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(("after", "calls"), [(900, 1), (901, 0), (86400, 0)])
async def test_after_a_quarter_of_an_hour_the_answer_stays_as_others_have_read_it(
    chat: Chat, after: int, calls: int
) -> None:
    asked = said("/ask low ferritin", GROUP)
    await chat(asked)
    assert len(await chat(edited(asked, "/ask What stores iron?", after=after))) == calls


@pytest.mark.parametrize("asked", [said("What stores iron?"), said("/ask who won", GROUP), said("chest pain", GROUP)])
async def test_an_edit_that_nobody_sees_does_nothing(chat: Chat, asked: dict[str, Any]) -> None:
    """Telegram tells of a preview or a reaction as of an edit, with the words unchanged."""
    await chat(asked)
    assert await chat(edited(asked)) == []


async def test_a_slip_of_the_pen_put_right_leaves_the_answer_that_it_got(chat: Chat) -> None:
    asked = said("/ask What stores iron?", GROUP)
    await chat(asked)
    assert await chat(edited(asked, "/ask what stores iron")) == []
    assert [call.method for call in await chat(edited(asked, "/ask low ferritin"))] == ["editMessageText"]


async def test_in_a_group_an_edit_to_nonsense_takes_the_answer_back(chat: Chat) -> None:
    asked = said("/ask What stores iron?", GROUP)
    _, number = await _told(chat, asked)
    [call] = await chat(edited(asked, "/ask who won"))
    assert (call.method, call["message_id"]) == ("deleteMessage", number)
    assert await chat(edited(asked, "/ask What stores iron?")) == []


@pytest.mark.parametrize("text", ["/ask", "@legwise_bot"])
async def test_in_a_group_a_question_taken_out_takes_the_answer_with_it(chat: Chat, text: str) -> None:
    asked = said("/ask What stores iron?", GROUP)
    await chat(asked)
    assert [call.method for call in await chat(edited(asked, text))] == ["deleteMessage"]


async def test_in_private_an_edit_to_nonsense_is_told_that_there_is_no_answer(chat: Chat) -> None:
    asked = said("What stores iron?")
    await chat(asked)
    [call] = await chat(edited(asked, "who won"))
    assert (call.method, call.text) == ("editMessageText", HONEST_NO)


async def test_in_reply_to_somebody_the_question_is_theirs_after_an_edit_too(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    asked = said("/ask", GROUP, reply_to_message=question)
    await chat(asked)
    assert await chat(edited(asked, "/ask@legwise_bot")) == []


@pytest.mark.parametrize("after", [60, 86400])
@pytest.mark.parametrize("before", [said("What stores iron?"), said("/ask What stores iron?", GROUP),
                                    said("lovely weather", GROUP), in_topic(5, "lovely weather")])  # fmt: skip
async def test_a_red_flag_that_comes_by_an_edit_is_answered_once(
    chat: Chat, before: dict[str, Any], after: int
) -> None:
    """Asked or not, answered before or not, and however late."""
    await chat(before)
    now = edited(before, "I have chest pain", after=after)
    [call] = await chat(now)
    assert (call.method, call.text) == ("sendMessage", URGENT)
    assert await chat(now) == []
    assert await chat(edited(now)) == []


@pytest.mark.parametrize("where", [PRIVATE, GROUP])
@pytest.mark.parametrize("now", ["What stores iron?", "never mind"])
async def test_no_edit_takes_an_urgent_reply_away(chat: Chat, where: dict[str, Any], now: str) -> None:
    before = said("chest pain", where)
    assert len(await chat(before)) == 1
    assert await chat(edited(before, now, after=60)) == []


async def test_an_answer_that_was_removed_meanwhile_is_not_given_again(chat: Chat) -> None:
    asked = said("/ask What stores iron?", GROUP)
    await chat(asked)
    await chat(pressed("x", chat.judge.posted[-1]))
    assert await chat(edited(asked, "/ask low ferritin")) == []


async def test_where_the_answer_is_gone_without_a_word_the_edit_is_let_go(chat: Chat) -> None:
    asked = said("/ask What stores iron?", GROUP)
    await chat(asked)
    chat.judge.fail("editMessageText", Refusal(400, "Bad Request: message to edit not found"))
    assert await chat(edited(asked, "/ask low ferritin")) == []
    assert await chat(edited(asked, "/ask What stores iron?")) == []


@pytest.mark.parametrize("where", [{}, {"chat": GROUP}, {"chat": FORUM}])
@pytest.mark.parametrize("text", ["/start", "/topics", "/ask@other_bot What stores iron?"])
async def test_edited_commands_are_not_run_again(chat: Chat, where: dict[str, Any], text: str) -> None:
    before = said("/help", **where)
    await chat(before)
    assert await chat(edited(before, text)) == []


async def test_a_link_to_an_earlier_answer_becomes_an_answer(chat: Chat) -> None:
    await chat(said("/ask What stores iron?", GROUP))
    again = said("/ask What stores iron?", GROUP)
    _, number = await _told(chat, again)
    [call] = await chat(edited(again, "/ask low ferritin"))
    assert (call.text, call["message_id"]) == (LOW, number)


async def test_a_message_that_was_answered_unasked_is_followed_too(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True))
    heard = said("What stores iron?", GROUP)
    _, number = await _told(chat, heard)
    [call] = await chat(edited(heard, "lovely weather"))
    assert (call.method, call["message_id"]) == ("deleteMessage", number)


async def test_a_flood_of_edits_gets_no_more_answers_than_one_of_questions(chat: Chat) -> None:
    asked = said("/ask low ferritin", GROUP)
    await chat(asked)
    for number in range(60):
        await chat(edited(asked, "/ask low ferritin" if number % 2 else "/ask What stores iron?"))
    assert len(chat.judge.of("editMessageText")) == 17
    assert len(chat.judge.of("sendMessage")) == 2, "the answer, and the notice that there was enough"
