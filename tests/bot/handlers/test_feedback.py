"""Votes, "none of these" and shared questions: updates in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import Vote
from bot.simulator import ApiError, Call
from tests.bot.conftest import Chat, ChatFactory
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
from tests.bot.small_faq import assistant

HELPFUL, UNHELPFUL, NONE = Vote.HELPFUL, Vote.UNHELPFUL, Vote.NONE_OF_THESE
THANKS = "Thank you. Noted: it helped. You can change this by the other button."
REGRETS = "Thank you. Noted: it did not help. You can change this by the other button."
NOTED = "That is noted already. You can change it by the other button."
ASK_AGAIN = "I can no longer see the question. Please ask it again, then press this button."
NOT_YOURS = "Only whoever asked the question can share it, or take it back."
REDACTED = "does my cat Tom, [number], need [link]"
PREVIEW = f"""This is what the curators would read:

{REDACTED}

Nothing else is shared: not your name, and nothing of this chat. It would be kept encrypted for 90 days, under a \
code that tells only how many people ask alike. If it still tells who you are, keep it private and ask again in other \
words."""
SHARED = f"""Shared with the curators

{REDACTED}

It is kept encrypted for 90 days. You can take it back until then."""
THANKS_FOR_SHARING = "Thank you. It is shared."
SHARED_BEFORE = "This question is shared already."
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
    return [question.text for question in await chat.store.shared.for_curators()]


async def previewed(chat: Chat, question: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask a question that has no answer and press Share: the message that shows what the curators would read."""
    await chat(question or said(UNKNOWN))
    await chat(pressed("q", last(chat)))
    return dict(last(chat))


async def confirmed(chat: Chat) -> dict[str, Any]:
    """Share a question: the message that confirms it, with the button that takes it back."""
    preview = await previewed(chat)
    await chat(pressed(button(preview, "Share this"), preview))
    return dict(last(chat))


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
        chat.clock.now += 61
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


async def test_a_user_sees_what_the_curators_would_read_before_anything_is_shared(chat: Chat) -> None:
    question = said(UNKNOWN)
    await chat(question)
    calls = await chat(pressed(button(last(chat), "Share this question with the curators"), last(chat)))
    assert notice(calls) is None
    [preview] = shown(calls)
    assert (preview.method, preview.text) == ("sendMessage", PREVIEW)
    assert preview["reply_parameters"]["message_id"] == question["message"]["message_id"]
    assert preview.buttons == [("Share this", "qs"), ("Keep it private", "qk")]
    assert await shared(chat) == []


async def test_a_second_press_shares_exactly_what_was_shown(chat: Chat) -> None:
    preview = await previewed(chat)
    calls = await chat(pressed(button(preview, "Share this"), preview))
    assert notice(calls) == THANKS_FOR_SHARING
    [confirmation] = shown(calls)
    assert (confirmation.method, confirmation["message_id"]) == ("editMessageText", preview["message_id"])
    assert confirmation.text == SHARED
    [(label, data)] = confirmation.buttons
    assert (label, data[:2], len(data)) == ("Take it back", "w:", 35)
    assert await shared(chat) == [REDACTED]


async def test_a_question_that_is_kept_private_is_not_stored(chat: Chat) -> None:
    preview = await previewed(chat)
    calls = await chat(pressed(button(preview, "Keep it private"), preview))
    assert notice(calls) == "It is not shared."
    [edit] = shown(calls)
    assert (edit.text, edit.buttons) == ("The question stays private. Nothing was shared or stored.", [])
    assert await shared(chat) == []


async def test_a_preview_from_before_a_restart_still_shares_what_it_shows(make_chat: ChatFactory) -> None:
    async with make_chat(assistant()) as before:
        preview = await previewed(before)
    async with make_chat(assistant()) as after:
        assert notice(await after(pressed(button(preview, "Share this"), preview))) == THANKS_FOR_SHARING
        assert await shared(after) == [REDACTED]


@pytest.mark.parametrize("text", ["㌖ " * 2048, "1a" * 2048, "🦵" * 2048, "<b>&amp;" * 512])
async def test_a_long_question_is_shown_whole_and_stored_as_shown(chat: Chat, text: str) -> None:
    preview = await previewed(chat, said(text))
    await chat(pressed("qs", preview))
    [stored] = await shared(chat)
    assert preview["text"].split("\n\n")[1] == stored


async def test_a_question_of_which_nothing_is_left_is_not_shared(chat: Chat) -> None:
    await chat(said("\u200b\u200d"))
    calls = await chat(pressed("q", last(chat)))
    assert notice(calls) == "Without names, numbers, links and addresses, nothing is left of the question to share."
    assert shown(calls) == []


async def test_a_shared_question_is_withdrawn_by_its_button(chat: Chat) -> None:
    offer = await confirmed(chat)
    calls = await chat(pressed(button(offer, "Take it back"), offer))
    assert notice(calls) == "Deleted."
    [edit] = shown(calls)
    assert edit.text == "The question is deleted. It is no longer shared."
    assert edit.buttons == []
    assert await shared(chat) == []
    calls = await chat(pressed(button(offer, "Take it back"), offer))
    assert notice(calls) == "It is deleted already."
    assert shown(calls) == []


@pytest.mark.parametrize("data", ["q", "qs"])
async def test_a_question_is_shared_once(chat: Chat, data: str) -> None:
    await chat(said(UNKNOWN))
    answer = dict(last(chat))
    await chat(pressed("q", answer))
    await chat(pressed("qs", last(chat)))
    for _ in range(5):
        calls = await chat(pressed(data, answer))
        assert notice(calls) == SHARED_BEFORE
        assert shown(calls) == []
    assert len(await shared(chat)) == 1


async def test_a_withdrawn_question_can_be_shared_again(chat: Chat) -> None:
    preview = await previewed(chat)
    await chat(pressed("qs", preview))
    await chat(pressed(button(last(chat), "Take it back"), last(chat)))
    assert notice(await chat(pressed("qs", preview))) == THANKS_FOR_SHARING
    assert len(await shared(chat)) == 1


async def test_after_none_of_these_the_question_can_be_shared(chat: Chat) -> None:
    await chat(said("ferritin"))
    await chat(pressed("n", last(chat)))
    answer = next(posted for posted in reversed(chat.api.posted) if "reply_to_message" in posted)
    await chat(pressed("q", answer))
    assert notice(await chat(pressed("qs", last(chat)))) == THANKS_FOR_SHARING
    assert await shared(chat) == ["ferritin"]


async def test_in_a_group_only_the_user_who_asked_can_share_and_withdraw(chat: Chat) -> None:
    question = said(f"/ask@legwise_bot {UNKNOWN}", GROUP)
    await chat(question)
    answer = last(chat)
    assert notice(await chat(pressed("q", answer, from_=OTHER))) == NOT_YOURS
    [preview] = shown(await chat(pressed("q", answer)))
    assert preview.text == PREVIEW, "without the command"
    assert preview["reply_parameters"]["message_id"] == question["message"]["message_id"]
    offer = dict(last(chat))
    for data in ("qs", "qk"):
        calls = await chat(pressed(data, offer, from_=OTHER))
        assert (notice(calls), shown(calls)) == (NOT_YOURS, [])
    assert await shared(chat) == []
    assert notice(await chat(pressed("qs", offer))) == THANKS_FOR_SHARING
    assert await shared(chat) == [REDACTED]
    offer = last(chat)
    assert notice(await chat(pressed(button(offer, "Take it back"), offer, from_=OTHER))) == NOT_YOURS
    assert notice(await chat(pressed(button(offer, "Take it back"), offer))) == "Deleted."
    assert await shared(chat) == []


async def test_in_a_topic_the_preview_is_in_that_topic(chat: Chat) -> None:
    await chat(in_topic(9, f"/ask {UNKNOWN}"))
    [preview] = shown(await chat(pressed("q", last(chat))))
    assert preview["message_thread_id"] == 9
    assert preview["chat_id"] == FORUM["id"]


async def test_a_question_asked_as_the_group_cannot_be_shared(chat: Chat) -> None:
    await chat(by_admin(f"/ask {UNKNOWN}"))
    for data in ("q", "qs"):
        assert notice(await chat(pressed(data, last(chat)))) == NOT_YOURS
    assert await shared(chat) == []


@pytest.mark.parametrize("data", ["q", "qs"])
@pytest.mark.parametrize("question", [None, message("/ask", GROUP), message(None, GROUP, photo=[])])
async def test_a_question_without_text_must_be_asked_again_to_be_shared(
    chat: Chat, question: dict[str, Any] | None, data: str
) -> None:
    fields: dict[str, Any] = {"reply_to_message": question} if question else {}
    calls = await chat(pressed(data, by_bot(chat=GROUP, **fields)))
    assert notice(calls) == ASK_AGAIN
    assert shown(calls) == []
    assert await shared(chat) == []


@pytest.mark.parametrize("data", ["q", "qs"])
async def test_a_press_to_share_without_a_visible_question_is_refused(chat: Chat, data: str) -> None:
    for update in (pressed(data, inaccessible()), pressed_inline(data, "inline-1")):
        assert notice(await chat(update)) == ASK_AGAIN
    assert await shared(chat) == []


async def test_in_a_group_only_the_sharer_takes_a_question_back_that_was_deleted_there(chat: Chat) -> None:
    await chat(said(f"/ask {UNKNOWN}", GROUP))
    await chat(pressed("q", last(chat)))
    await chat(pressed("qs", last(chat)))
    offer = {name: value for name, value in last(chat).items() if name != "reply_to_message"}
    data = button(offer, "Take it back")
    for stranger in (OTHER, ASKER | {"id": ASKER["id"] + 1}):
        assert notice(await chat(pressed(data, offer, from_=stranger))) == NOT_YOURS
    assert notice(await chat(pressed(data[:18], offer, from_=OTHER))) == NOT_YOURS, "a button of an earlier version"
    assert await shared(chat) == [REDACTED]
    assert notice(await chat(pressed(data, offer))) == "Deleted."
    assert await shared(chat) == []


async def test_a_question_is_not_shared_if_its_withdraw_button_cannot_be_shown(chat: Chat) -> None:
    preview = await previewed(chat)
    chat.api.fail("editMessageText", ApiError(403, "Forbidden: bot was blocked by the user"))
    await chat(pressed("qs", preview))
    assert await shared(chat) == []
    assert notice(await chat(pressed("qs", preview))) == THANKS_FOR_SHARING


async def test_if_the_preview_is_gone_the_withdraw_button_gets_a_message_of_its_own(chat: Chat) -> None:
    preview = await previewed(chat)
    chat.api.fail("editMessageText", ApiError(400, "Bad Request: message to edit not found"))
    [confirmation] = shown(await chat(pressed("qs", preview)))
    assert (confirmation.method, confirmation.text) == ("sendMessage", SHARED)
    assert await shared(chat) == [REDACTED]


@pytest.mark.parametrize("data", ["w:0123456789abcdef", "w:ffffffffffffffff"])
async def test_a_forged_button_withdraws_nothing(chat: Chat, data: str) -> None:
    await confirmed(chat)
    assert notice(await chat(pressed(data))) == "It is deleted already."
    assert len(await shared(chat)) == 1


async def test_an_inaccessible_button_still_withdraws_the_question(chat: Chat) -> None:
    offer = await confirmed(chat)
    old = inaccessible(offer["chat"], offer["message_id"])
    assert notice(await chat(pressed(button(offer, "Take it back"), old))) == "Deleted."
    assert await shared(chat) == []
