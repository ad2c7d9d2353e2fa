"""Follow-ups: what a message leans on is the entry told last to its author here, or in the message replied to."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.handlers.answer_recorder import PATIENCE
from bot.models import is_group
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import HONEST_NO, URGENT
from tests.bot.sample_updates import GROUP, OTHER, PRIVATE, by_bot, edited, in_topic, pressed, said
from tests.bot.small_faq import TALKING, assistant

STORE = "What stores iron?"
WHY = """About: What stores iron?

It holds < & > "much".

From one article (The Press, updated May 2024).

No medical advice."""
"""The rest of the answer on what stores iron, told to whoever asks on."""
NO_MORE = "About: What is low ferritin?\n\nThat is all I have on this."
PREGNANCY = "About: What stores iron?\n\nWhat about pregnancy?\n\nNot covered."
AFRESH = ("Not about that: ask afresh", "a")


async def _hears(chat: Chat, text: str, place: dict[str, Any] = PRIVATE, **fields: Any) -> str:
    """Return the text of the answer to a message; in a group it is asked by a command."""
    [call] = await chat(said(f"/ask {text}" if is_group(place["id"]) else text, place, **fields))
    return call.text


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_follow_up_is_read_with_the_entry_told_last(talking_chat: Chat, place: dict[str, Any]) -> None:
    await _hears(talking_chat, STORE, place)
    assert await _hears(talking_chat, "why?", place) == WHY
    assert (await _hears(talking_chat, "and in pregnancy?", place)).startswith(PREGNANCY)


async def test_without_anything_told_before_it_is_read_alone(talking_chat: Chat) -> None:
    assert await _hears(talking_chat, "why?") == HONEST_NO
    assert await _hears(talking_chat, "and in pregnancy?") == HONEST_NO


async def test_an_answer_in_context_quotes_its_question_and_can_be_asked_for_afresh(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    follow_up = said("and in pregnancy?")
    [call] = await talking_chat(follow_up)
    assert AFRESH in call.buttons
    assert call["reply_parameters"]["message_id"] == follow_up["message"]["message_id"]


async def test_the_rest_of_an_answer_has_no_button_to_ask_afresh(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    [call] = await talking_chat(said("why?"))
    assert AFRESH not in call.buttons


async def test_the_sources_can_be_asked_for_and_have_no_button_of_their_own(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    [call] = await talking_chat(said("source?"))
    assert call.text.startswith("About: What stores iron?\n\nWhat this answer rests on")
    assert "Sources" not in dict(call.buttons)


async def test_a_question_that_is_clear_is_read_alone(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    assert (await _hears(talking_chat, "low ferritin")).startswith("What is low ferritin?")
    assert (await _hears(talking_chat, "why?")).startswith(NO_MORE), "and is what is leant on then"


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_reply_leans_on_the_message_that_it_replies_to(talking_chat: Chat, place: dict[str, Any]) -> None:
    await _hears(talking_chat, STORE, place)
    first = talking_chat.api.posted[-1]
    await _hears(talking_chat, "low ferritin", place)
    assert await _hears(talking_chat, "why?", place, reply_to_message=first) == WHY


async def test_a_reply_of_another_person_leans_on_it_too(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE, GROUP)
    [call] = await talking_chat(said("why?", GROUP, from_=OTHER, reply_to_message=talking_chat.api.posted[-1]))
    assert call.text == WHY


async def test_a_reply_to_a_message_of_the_bot_that_tells_no_entry_leans_on_nothing(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    assert await _hears(talking_chat, "why?", reply_to_message=by_bot("Hello!", PRIVATE)) == HONEST_NO


async def test_in_a_group_each_person_has_a_talk_of_their_own(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE, GROUP)
    await _hears(talking_chat, "low ferritin", GROUP, from_=OTHER)
    assert await _hears(talking_chat, "why?", GROUP) == WHY
    assert (await _hears(talking_chat, "why?", GROUP, from_=OTHER)).startswith(NO_MORE)


async def test_each_topic_of_a_forum_is_a_talk_of_its_own(talking_chat: Chat) -> None:
    await talking_chat(in_topic(5, f"/ask {STORE}"))
    [elsewhere] = await talking_chat(in_topic(6, "/ask why?"))
    [here] = await talking_chat(in_topic(5, "/ask why?"))
    assert (elsewhere.text, here.text) == (HONEST_NO, WHY)


async def test_what_was_told_in_private_is_not_leant_on_in_a_group(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    assert await _hears(talking_chat, "why?", GROUP) == HONEST_NO


@pytest.mark.parametrize(("later", "text"), [(900, WHY), (901, HONEST_NO)])
async def test_after_fifteen_minutes_nothing_is_leant_on(talking_chat: Chat, later: int, text: str) -> None:
    await _hears(talking_chat, STORE)
    talking_chat.clock.now += later
    assert await _hears(talking_chat, "why?") == text


async def test_after_forgetme_nothing_is_leant_on(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    told = talking_chat.api.posted[-1]
    await talking_chat(said("/forgetme"))
    assert await _hears(talking_chat, "why?") == HONEST_NO
    assert await _hears(talking_chat, "why?", reply_to_message=told) == HONEST_NO


async def test_after_a_restart_the_talk_goes_on(make_chat: ChatFactory) -> None:
    async with make_chat(assistant(TALKING)) as before:
        await _hears(before, STORE)
    async with make_chat(assistant(TALKING)) as after:
        assert await _hears(after, "why?") == WHY


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_an_entry_shown_by_a_button_counts_as_told(talking_chat: Chat, place: dict[str, Any]) -> None:
    await _hears(talking_chat, STORE, place)
    talking_chat.clock.now += 1
    await talking_chat(pressed("e:low", talking_chat.api.posted[-1]))
    assert (await _hears(talking_chat, "why?", place)).startswith(NO_MORE)


async def test_an_entry_shown_to_another_by_a_button_is_not_told_to_the_asker(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE, GROUP)
    talking_chat.clock.now += 1
    await talking_chat(pressed("e:low", talking_chat.api.posted[-1], from_=OTHER))
    assert await _hears(talking_chat, "why?", GROUP) == WHY
    assert (await _hears(talking_chat, "why?", GROUP, from_=OTHER)).startswith(NO_MORE)


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_choice_in_an_older_menu_counts_as_told_last(talking_chat: Chat, place: dict[str, Any]) -> None:
    await _hears(talking_chat, "ferritin", place)
    menu = talking_chat.api.posted[-1]
    talking_chat.clock.now += 1
    await _hears(talking_chat, STORE, place)
    talking_chat.clock.now += 1
    await talking_chat(pressed("d:low", menu))
    assert (await _hears(talking_chat, "why?", place)).startswith(NO_MORE)


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_a_number_chooses_from_what_was_offered(talking_chat: Chat, place: dict[str, Any]) -> None:
    await _hears(talking_chat, "ferritin", place)
    assert (await _hears(talking_chat, "2", place)).startswith("What is low ferritin?")


async def test_a_number_chooses_from_what_stands_under_an_answer(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    assert await _hears(talking_chat, "2") == HONEST_NO, "only one stands there"
    assert (await _hears(talking_chat, "1")).startswith("What is low ferritin?")


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
@pytest.mark.parametrize(("number", "question"), [(1, "Question 1?"), (2, "Question 2?"), (3, "What is low ferritin?")])
async def test_a_number_counts_what_was_also_asked_as_it_stands_there(
    talking_chat: Chat, place: dict[str, Any], number: int, question: str
) -> None:
    [call] = await talking_chat(said("/ask What stores iron? more 1? more 2?", place))
    labels = [label for label, data in call.buttons if data.startswith("e:")]
    assert labels == ["Also asked: Question 1?", "Also asked: Question 2?", "What is low ferritin?"]
    assert (await _hears(talking_chat, str(number), place)).startswith(question)


async def test_an_answer_to_several_questions_is_linked_to_like_any_other(talking_chat: Chat) -> None:
    await _hears(talking_chat, "What stores iron? more 1?", GROUP)
    assert (await _hears(talking_chat, STORE, GROUP)).startswith("I answered that here")


async def test_nothing_leans_on_an_emergency_nor_on_what_was_told_before_it(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE)
    talking_chat.clock.now += 1
    assert await _hears(talking_chat, "chest pain") == URGENT
    assert await _hears(talking_chat, "why?") == HONEST_NO
    assert await _hears(talking_chat, "why?", reply_to_message=talking_chat.api.posted[-2]) == HONEST_NO


async def test_an_edited_follow_up_is_read_with_what_it_followed(talking_chat: Chat) -> None:
    await _hears(talking_chat, STORE, GROUP)
    follow_up = said("/ask and pregnancy??", GROUP)
    await talking_chat(follow_up)
    [call] = await talking_chat(edited(follow_up, "/ask and in pregnancy?"))
    assert call.method == "editMessageText"
    assert call.text.startswith(PREGNANCY)


@pytest.mark.parametrize(("place", "text"), [(PRIVATE, "ok"), (GROUP, "/ask ok"), (GROUP, "/ask thanks")])
async def test_a_question_edited_to_small_talk_without_words_loses_its_answer(
    talking_chat: Chat, place: dict[str, Any], text: str
) -> None:
    question = said(f"/ask {STORE}", place)
    await talking_chat(question)
    [call] = await talking_chat(edited(question, text))
    assert call.method == "deleteMessage"


async def test_while_the_database_is_locked_a_question_waits_shortly_for_its_context(
    talking_chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    await _hears(talking_chat, STORE)
    async with talking_chat.store.engine.connect():  # the pool has one connection
        answering = asyncio.create_task(talking_chat.process(said("why?")))
        await asyncio.sleep(PATIENCE * 1.5)
    await answering
    assert talking_chat.api.calls_of("sendMessage")[-1].text == HONEST_NO
    assert "what was said before could not be read" in caplog.text
