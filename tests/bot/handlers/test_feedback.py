"""Votes, "none of these" and shared questions: updates in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import Vote
from bot.simulator import ApiError, Call
from tests.bot.conftest import Chat
from tests.bot.sample_updates import (
    ASKER,
    FORUM,
    GROUP,
    OTHER,
    by_admin,
    by_bot,
    in_topic,
    inaccessible,
    message,
    pressed,
    pressed_inline,
    said,
)  # fmt: skip

HELPFUL, UNHELPFUL, NONE = Vote.HELPFUL, Vote.UNHELPFUL, Vote.NONE_OF_THESE
THANKS = "Thank you. Noted: it helped. You can change this by the other button."
REGRETS = "Thank you. Noted: it did not help. You can change this by the other button."
NOTED = "That is noted already. You can change it by the other button."
ASK_AGAIN = "I can no longer see the question. Please ask it again, then press this button."
NOT_YOURS = "Only whoever asked the question can share it, or take it back."
SHARED = (
    "Shared with the curators\n\nThey can read the question, without your name and without numbers, links and "
    "addresses. It is kept encrypted for 90 days. You can take it back until then."
)
SUGGESTED = {entry: {NONE: 1} for entry in ("store", "low", "more-0")}
"""The votes of somebody who asked for "ferritin" and meant none of the suggestions."""
UNKNOWN = "does my cat Tom, 12, need www.iron.example?"


def notice(calls: list[Call]) -> str | None:
    [answer] = [call for call in calls if call.method == "answerCallbackQuery"]
    text: str | None = answer.parameters.get("text")
    return text


def shown(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.method in {"sendMessage", "editMessageText"}]


def last(chat: Chat) -> dict[str, Any]:
    """The message that the bot sent last, as Telegram has it."""
    return chat.api.posted[-1]


async def votes(chat: Chat) -> dict[str, dict[Vote, int]]:
    """The votes that there are."""
    tally = await chat.store.votes.tally()
    return {entry: {vote: number for vote, number in cast.items() if number} for entry, cast in tally.items()}


async def shared(chat: Chat) -> list[str]:
    """What the curators read."""
    return [question.text for question in await chat.store.shared.all()]


def button(message_: dict[str, Any], label: str) -> str:
    """The data of a button under a message."""
    [data] = [each["callback_data"] for row in message_["reply_markup"]["inline_keyboard"] for each in row
              if each["text"] == label]  # fmt: skip
    assert isinstance(data, str)
    return data


async def test_a_vote_is_thanked_and_can_be_changed(chat: Chat) -> None:
    await chat(said("What stores iron?"))
    answer = last(chat)
    assert notice(await chat(pressed(button(answer, "Helpful"), answer))) == THANKS
    assert await votes(chat) == {"store": {HELPFUL: 1}}
    assert notice(await chat(pressed(button(answer, "Not helpful"), answer))) == REGRETS
    assert await votes(chat) == {"store": {UNHELPFUL: 1}}


async def test_five_hundred_presses_of_one_button_are_one_vote(chat: Chat) -> None:
    answer = by_bot(chat=GROUP)
    for _ in range(500):
        calls = await chat(pressed("v:store:1", answer))
    assert notice(calls) == NOTED
    assert shown(calls) == []
    assert await votes(chat) == {"store": {HELPFUL: 1}}


async def test_each_user_has_one_vote_on_each_answer(chat: Chat) -> None:
    first, second = by_bot(chat=GROUP), by_bot(chat=GROUP)
    for answer in (first, second):
        for person in (ASKER, OTHER):
            await chat(pressed("v:store:1", answer, from_=person))
    assert await votes(chat) == {"store": {HELPFUL: 4}}


async def test_messages_with_one_number_in_two_chats_are_two_answers(chat: Chat) -> None:
    for where in (GROUP, GROUP | {"id": -1002}):
        await chat(pressed("v:store:1", by_bot(chat=where, message_id=5)))
    assert await votes(chat) == {"store": {HELPFUL: 2}}


async def test_an_inline_answer_can_be_rated_in_a_chat_unknown_to_the_bot(chat: Chat) -> None:
    for id_ in ("inline-1", "inline-2"):
        [call] = await chat(pressed_inline("v:store:0", id_))
        assert call["text"] == REGRETS
    assert await votes(chat) == {"store": {UNHELPFUL: 2}}


async def test_the_lack_of_an_answer_can_be_rated(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    assert notice(await chat(pressed(button(last(chat), "Not helpful"), last(chat)))) == REGRETS
    assert await votes(chat) == {"": {UNHELPFUL: 1}}


@pytest.mark.parametrize("data", ["v:gone-since:1", "v:forged:0"])
async def test_an_unknown_entry_gets_no_vote(chat: Chat, data: str) -> None:
    calls = await chat(pressed(data))
    assert notice(calls) == "I no longer have that answer, so I can't note this."
    assert await votes(chat) == {}


async def test_an_answer_under_an_inaccessible_message_can_be_rated(chat: Chat) -> None:
    assert notice(await chat(pressed("v:store:1", inaccessible()))) == THANKS


async def test_none_of_these_votes_against_each_suggestion(chat: Chat) -> None:
    await chat(said("ferritin"))
    calls = await chat(pressed("n", last(chat)))
    assert notice(calls) is None
    assert await votes(chat) == SUGGESTED


async def test_none_of_these_pressed_again_votes_once(chat: Chat) -> None:
    await chat(said("ferritin"))
    suggestions = dict(last(chat))
    for _ in range(3):
        await chat(pressed("n", suggestions))
    chat.api.refused.clear()  # the message is as it is: Telegram says so
    assert await votes(chat) == SUGGESTED


async def test_none_of_these_without_visible_suggestions_casts_no_vote(chat: Chat) -> None:
    await chat(pressed("n", inaccessible()))
    await chat(pressed_inline("n", "inline-1"))
    await chat(pressed("n", by_bot()))
    assert await votes(chat) == {}


async def test_a_question_without_an_answer_is_shared_by_a_press_and_not_before(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    assert await shared(chat) == []
    calls = await chat(pressed(button(last(chat), "Share this question with the curators"), last(chat)))
    assert notice(calls) == "Thank you. It is shared."
    [confirmation] = shown(calls)
    assert confirmation.text == SHARED
    [(label, data)] = confirmation.buttons
    assert (label, data[:2], len(data)) == ("Take it back", "w:", 18)
    assert await shared(chat) == ["does my cat Tom, [number], need [link]"]


async def test_a_shared_question_is_withdrawn_by_its_button(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    await chat(pressed("q", last(chat)))
    offer = dict(last(chat))
    calls = await chat(pressed(button(offer, "Take it back"), offer))
    assert notice(calls) == "Deleted."
    [edit] = shown(calls)
    assert edit.text == "The question is deleted. It is no longer shared."
    assert edit.buttons == []
    assert await shared(chat) == []
    calls = await chat(pressed(button(offer, "Take it back"), offer))
    assert notice(calls) == "It is deleted already."
    assert shown(calls) == []


async def test_five_hundred_presses_share_a_question_once(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    answer = last(chat)
    notices = [notice(await chat(pressed("q", answer))) for _ in range(500)]
    assert notices == ["Thank you. It is shared."] + ["This question is shared already."] * 499
    assert len(await shared(chat)) == 1


async def test_a_withdrawn_question_can_be_shared_again(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    answer = last(chat)
    await chat(pressed("q", answer))
    await chat(pressed(button(last(chat), "Take it back"), last(chat)))
    assert notice(await chat(pressed("q", answer))) == "Thank you. It is shared."
    assert len(await shared(chat)) == 1


async def test_after_none_of_these_the_question_can_be_shared(chat: Chat) -> None:
    await chat(said("ferritin"))
    await chat(pressed("n", last(chat)))
    answer = next(posted for posted in reversed(chat.api.posted) if "reply_to_message" in posted)
    assert notice(await chat(pressed("q", answer))) == "Thank you. It is shared."
    assert await shared(chat) == ["ferritin"]


async def test_in_a_group_only_the_user_who_asked_can_share_and_withdraw(chat: Chat) -> None:
    question = said(f"/ask@legwise_bot {UNKNOWN}", GROUP)
    await chat(question)
    answer = last(chat)
    assert notice(await chat(pressed("q", answer, from_=OTHER))) == NOT_YOURS
    assert await shared(chat) == []
    [confirmation] = shown(await chat(pressed("q", answer)))
    assert confirmation.text == SHARED
    assert confirmation["reply_parameters"]["message_id"] == question["message"]["message_id"]
    assert await shared(chat) == ["does my cat Tom, [number], need [link]"], "without the command"
    offer = last(chat)
    assert notice(await chat(pressed(button(offer, "Take it back"), offer, from_=OTHER))) == NOT_YOURS
    assert notice(await chat(pressed(button(offer, "Take it back"), offer))) == "Deleted."
    assert await shared(chat) == []


async def test_in_a_topic_the_button_that_withdraws_is_in_that_topic(chat: Chat) -> None:
    await chat(in_topic(9, f"/ask {UNKNOWN}"))
    [confirmation] = shown(await chat(pressed("q", last(chat))))
    assert confirmation["message_thread_id"] == 9
    assert confirmation["chat_id"] == FORUM["id"]


async def test_a_question_asked_as_the_group_cannot_be_shared(chat: Chat) -> None:
    await chat(by_admin(f"/ask {UNKNOWN}"))
    assert notice(await chat(pressed("q", last(chat)))) == NOT_YOURS
    assert await shared(chat) == []


@pytest.mark.parametrize("question", [None, message("/ask", GROUP), message(None, GROUP, photo=[])])
async def test_a_question_without_text_must_be_asked_again_to_be_shared(
    chat: Chat, question: dict[str, Any] | None
) -> None:
    fields: dict[str, Any] = {"reply_to_message": question} if question else {}
    calls = await chat(pressed("q", by_bot(chat=GROUP, **fields)))
    assert notice(calls) == ASK_AGAIN
    assert shown(calls) == []
    assert await shared(chat) == []


async def test_a_press_to_share_without_a_visible_question_is_refused(chat: Chat) -> None:
    for update in (pressed("q", inaccessible()), pressed_inline("q", "inline-1")):
        assert notice(await chat(update)) == ASK_AGAIN
    assert await shared(chat) == []


async def test_a_question_is_not_shared_if_its_withdraw_button_cannot_be_posted(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    answer = last(chat)
    chat.api.fail("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"))
    await chat(pressed("q", answer))
    assert await shared(chat) == []
    assert notice(await chat(pressed("q", answer))) == "Thank you. It is shared."


@pytest.mark.parametrize("data", ["w:0123456789abcdef", "w:ffffffffffffffff"])
async def test_a_forged_button_withdraws_nothing(chat: Chat, data: str) -> None:
    await chat(said(UNKNOWN))
    await chat(pressed("q", last(chat)))
    assert notice(await chat(pressed(data))) == "It is deleted already."
    assert len(await shared(chat)) == 1


async def test_an_inaccessible_button_still_withdraws_the_question(chat: Chat) -> None:
    await chat(said(UNKNOWN))
    await chat(pressed("q", last(chat)))
    offer = last(chat)
    old = inaccessible(offer["chat"], offer["message_id"])
    assert notice(await chat(pressed(button(offer, "Take it back"), old))) == "Deleted."
    assert await shared(chat) == []
