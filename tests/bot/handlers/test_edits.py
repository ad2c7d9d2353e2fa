"""Edited questions: for a quarter of an hour the answer is edited too."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.removal import Removal
from bot.models import ChatSettings
from bot.simulator import ApiError, Call
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import to_message
from tests.bot.handlers.test_private import ANSWER, BENEATH, HONEST_NO
from tests.bot.sample_updates import (
    FORUM,
    GROUP,
    OTHER,
    PRIVATE,
    by_admin,
    edited,
    in_topic,
    message,
    pictured,
    pressed,
    said,
)

LOW = """What is low ferritin?

Below what the laboratory says.

From one article (The Press, updated May 2024).

No medical advice."""


async def _answer(chat: Chat, update: dict[str, Any]) -> tuple[Call, int]:
    """The answer to a question, and the number of its message."""
    [call] = await chat(update)
    return call, chat.api.posted[-1]["message_id"]


async def test_in_private_the_answer_is_replaced_by_that_to_the_edited_question(chat: Chat) -> None:
    incoming = said("who won")
    _, number = await _answer(chat, incoming)
    [call] = await chat(edited(incoming, "What stores iron?"))
    assert (call.method, call["chat_id"], call["message_id"]) == ("editMessageText", 77, number)
    assert (call.text, call.buttons) == (ANSWER, BENEATH)


@pytest.mark.parametrize("incoming", [said("/ask low ferritin", GROUP), in_topic(5, "/ask low ferritin"),
                                   by_admin("/ask low ferritin")])  # fmt: skip
async def test_in_groups_the_answer_stays_removable(chat: Chat, incoming: dict[str, Any]) -> None:
    before, number = await _answer(chat, incoming)
    [call] = await chat(edited(incoming, "/ask What stores iron?"))
    assert (before.text, call.method, call["message_id"]) == (LOW, "editMessageText", number)
    assert (call.text, call.buttons) == (ANSWER, [*BENEATH, ("Remove", "x")])


async def test_each_edit_is_followed(chat: Chat) -> None:
    incoming = said("/ask low ferritin", GROUP)
    await chat(incoming)
    texts = [(await chat(edited(incoming, text)))[0].text for text in ("/ask What stores iron?", "/ask low ferritin")]
    assert texts == [ANSWER, LOW]


async def test_an_ambiguous_edit_offers_suggestions(chat: Chat) -> None:
    incoming = said("/ask low ferritin", GROUP)
    await chat(incoming)
    [call] = await chat(edited(incoming, "/ask ferritin"))
    assert call.buttons == [
        ("What stores iron?", "d:store"), ("What is low ferritin?", "d:low"), ("Question 0?", "d:more-0"),
        ("None of these", "n"), ("Remove", "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(("after", "calls"), [(900, 1), (901, 0), (86400, 0)])
async def test_after_a_quarter_of_an_hour_edits_are_ignored(chat: Chat, after: int, calls: int) -> None:
    incoming = said("/ask low ferritin", GROUP)
    await chat(incoming)
    assert len(await chat(edited(incoming, "/ask What stores iron?", after=after))) == calls


@pytest.mark.parametrize(
    "incoming", [said("What stores iron?"), said("/ask who won", GROUP), said("chest pain", GROUP)]
)
async def test_an_edit_that_leaves_the_text_unchanged_is_ignored(chat: Chat, incoming: dict[str, Any]) -> None:
    """Telegram reports a preview or a reaction as an edit with the same text."""
    await chat(incoming)
    assert await chat(edited(incoming)) == []


async def test_a_corrected_typo_leaves_the_answer_unchanged(chat: Chat) -> None:
    incoming = said("/ask What stores iron?", GROUP)
    await chat(incoming)
    assert await chat(edited(incoming, "/ask what stores iron")) == []
    assert [call.method for call in await chat(edited(incoming, "/ask low ferritin"))] == ["editMessageText"]


async def test_in_a_group_an_edit_without_an_answer_removes_the_old_one(chat: Chat) -> None:
    incoming = said("/ask What stores iron?", GROUP)
    _, number = await _answer(chat, incoming)
    [call] = await chat(edited(incoming, "/ask who won"))
    assert (call.method, call["message_id"]) == ("deleteMessage", number)
    assert await chat(edited(incoming, "/ask What stores iron?")) == []


@pytest.mark.parametrize("text", ["/ask", "@legwise_bot"])
async def test_in_a_group_an_edit_that_deletes_the_question_removes_the_answer(chat: Chat, text: str) -> None:
    incoming = said("/ask What stores iron?", GROUP)
    await chat(incoming)
    assert [call.method for call in await chat(edited(incoming, text))] == ["deleteMessage"]


async def test_in_private_an_edit_without_an_answer_gets_the_honest_no(chat: Chat) -> None:
    incoming = said("What stores iron?")
    await chat(incoming)
    [call] = await chat(edited(incoming, "who won"))
    assert (call.method, call.text) == ("editMessageText", HONEST_NO)


async def test_an_edited_bare_ask_still_answers_the_quoted_question(chat: Chat) -> None:
    question = message("What stores iron?", GROUP, from_=OTHER)
    incoming = said("/ask", GROUP, reply_to_message=question)
    await chat(incoming)
    assert await chat(edited(incoming, "/ask@legwise_bot")) == []


@pytest.mark.parametrize("where", [PRIVATE, GROUP])
@pytest.mark.parametrize("now", ["What stores iron?", "never mind"])
async def test_no_edit_takes_an_urgent_reply_away(chat: Chat, where: dict[str, Any], now: str) -> None:
    before = said("chest pain", where)
    assert len(await chat(before)) == 1
    assert await chat(edited(before, now, after=60)) == []


async def test_an_edit_does_not_restore_a_removed_answer(chat: Chat) -> None:
    incoming = said("/ask What stores iron?", GROUP)
    await chat(incoming)
    await chat(pressed("x", chat.api.posted[-1]))
    assert await chat(edited(incoming, "/ask low ferritin")) == []


async def test_if_the_answer_was_deleted_the_edit_is_ignored(chat: Chat) -> None:
    incoming = said("/ask What stores iron?", GROUP)
    await chat(incoming)
    chat.api.fail("editMessageText", ApiError(400, "Bad Request: message to edit not found"))
    assert await chat(edited(incoming, "/ask low ferritin")) == []
    assert await chat(edited(incoming, "/ask What stores iron?")) == []


@pytest.mark.parametrize("where", [{}, {"chat": GROUP}, {"chat": FORUM}])
@pytest.mark.parametrize("text", ["/start", "/topics", "/ask@other_bot What stores iron?"])
async def test_edited_commands_are_not_run_again(chat: Chat, where: dict[str, Any], text: str) -> None:
    before = said("/help", **where)
    await chat(before)
    assert await chat(edited(before, text)) == []


WHERE = [PRIVATE, GROUP]


@pytest.mark.parametrize("where", WHERE)
async def test_an_edit_that_makes_a_question_of_a_message_is_answered_once(chat: Chat, where: dict[str, Any]) -> None:
    incoming = said("/askWhat stores iron?", where)
    await chat(incoming)
    now = edited(incoming, "/ask What stores iron?")
    [call] = await chat(now)
    assert (call.method, call.text) == ("sendMessage", ANSWER)
    assert await chat(now) == []
    assert await chat(edited(now)) == []


async def test_in_a_group_such_an_answer_goes_to_the_edited_message(chat: Chat) -> None:
    incoming = said("What stores iron?", GROUP)
    await chat(incoming)
    [call] = await chat(edited(incoming, "@legwise_bot What stores iron?"))
    assert (call.text, call["reply_parameters"]) == (ANSWER, to_message(incoming["message"]))


@pytest.mark.parametrize(
    ("where", "caption"),
    [(PRIVATE, "What stores iron?"), (GROUP, "/ask What stores iron?"), (GROUP, "@legwise_bot What stores iron?")],
)
async def test_a_caption_that_is_added_to_a_picture_is_answered(
    chat: Chat, where: dict[str, Any], caption: str
) -> None:
    incoming = pictured(None, where)
    await chat(incoming)
    [call] = await chat(edited(incoming, caption=caption))
    assert (call.method, call.text) == ("sendMessage", ANSWER)


async def test_an_answer_to_an_edit_follows_later_edits(chat: Chat) -> None:
    incoming = said("/askWhat stores iron?", GROUP)
    await chat(incoming)
    _, number = await _answer(chat, edited(incoming, "/ask What stores iron?"))
    [call] = await chat(edited(incoming, "/ask low ferritin", after=120))
    assert (call.method, call.text, call["message_id"]) == ("editMessageText", LOW, number)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize(("after", "calls"), [(900, 1), (901, 0)])
async def test_after_a_quarter_of_an_hour_an_edit_makes_no_question(
    chat: Chat, where: dict[str, Any], after: int, calls: int
) -> None:
    incoming = said("/askWhat stores iron?", where)
    await chat(incoming)
    assert len(await chat(edited(incoming, "/ask What stores iron?", after=after))) == calls


async def test_an_edit_to_a_call_in_reply_to_a_question_answers_that(chat: Chat) -> None:
    incoming = said("hm", GROUP, reply_to_message=message("What stores iron?", GROUP, from_=OTHER))
    await chat(incoming)
    [call] = await chat(edited(incoming, "@legwise_bot"))
    assert call.text == ANSWER


@pytest.mark.parametrize(
    "incoming",
    [said("/ask"), said("/ask", GROUP), said("/start"), said("/nonsense"), said("What stores iron?", GROUP),
     pictured(), pictured(None, GROUP)],
)  # fmt: skip
async def test_an_unanswered_message_of_which_an_edit_shows_nothing_stays_so(
    chat: Chat, incoming: dict[str, Any]
) -> None:
    await chat(incoming)
    assert await chat(edited(incoming)) == []


async def test_edits_that_make_questions_are_throttled_too(chat: Chat) -> None:
    before = [said("/askWhat stores iron?", GROUP) for _ in range(40)]
    calls = [len(await chat(edited(each, "/ask What stores iron?"))) for each in before]
    assert (sum(calls), calls[-1]) == (19, 0)


async def test_an_edit_after_the_answer_was_removed_in_time_is_no_new_question(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(remove_after=60))
    incoming = said("/ask What stores iron?", GROUP)
    await chat(incoming)
    chat.clock.now += 61
    await Removal(chat.store).remove_expired(chat.bot)
    assert await chat(edited(incoming, "/ask low ferritin", after=70)) == []


async def test_a_link_to_an_earlier_answer_becomes_an_answer(chat: Chat) -> None:
    await chat(said("/ask What stores iron?", GROUP))
    again = said("/ask What stores iron?", GROUP)
    _, number = await _answer(chat, again)
    [call] = await chat(edited(again, "/ask low ferritin"))
    assert (call.text, call["message_id"]) == (LOW, number)


async def test_an_unprompted_answer_follows_edits_too(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True))
    heard = said("What stores iron?", GROUP)
    _, number = await _answer(chat, heard)
    [call] = await chat(edited(heard, "lovely weather"))
    assert (call.method, call["message_id"]) == ("deleteMessage", number)


async def test_edits_are_throttled_like_questions(chat: Chat) -> None:
    incoming = said("/ask low ferritin", GROUP)
    await chat(incoming)
    for number in range(60):
        await chat(edited(incoming, "/ask low ferritin" if number % 2 else "/ask What stores iron?"))
    assert len(chat.api.calls_of("editMessageText")) == 17
    assert len(chat.api.calls_of("sendMessage")) == 2, "the answer, and the notice that there was enough"
