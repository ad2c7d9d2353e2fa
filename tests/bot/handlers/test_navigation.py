"""Buttons that show entries, sources and topics."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.navigation import ASK_AGAIN, GONE, NOT_YOURS
from bot.simulator import ApiError
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER, BENEATH, HONEST_NO
from tests.bot.sample_updates import ASKER, FORUM, GROUP, OTHER, PRIVATE, by_admin, by_bot, inaccessible, pressed, said

TOPICS = "Topics\n\nChoose a topic to see its questions, or just write your question."
SOURCES = """What this answer rests on

“What stores iron?”

The article “Restless legs”, section “Basics”, its reference 3.

By Ann Author, edited by Ed Editor; The Press, updated on 6 May 2024.
https://example.org/article?a=1&b=2

Checked against its sources on 22 November 2026."""
NO_LONGER = "That question is no longer here: the content has changed since. These are the topics now."


def _methods(calls: list[Any]) -> list[str]:
    return [call.method for call in calls]


async def _suggestions(chat: Chat, update: dict[str, Any] | None = None) -> dict[str, Any]:
    """The message with suggestions for a question in the group, by Ada."""
    [asked] = await chat(update or said("/ask ferritin", GROUP))
    assert asked.buttons[-2:] == [("None of these", "n"), ("Remove", "x")]
    return chat.api.posted[-1]


async def test_suggestions_are_replaced_by_the_answer_for_the_user_who_asked(chat: Chat) -> None:
    under = await _suggestions(chat)
    press, shown = await chat(pressed("d:store", under))
    assert (press.method, press.parameters) == ("answerCallbackQuery", {"callback_query_id": "4711"})
    assert (shown.method, shown["chat_id"], shown["message_id"]) == (
        "editMessageText",
        GROUP["id"],
        under["message_id"],
    )
    assert (shown.text, shown.buttons) == (ANSWER, [*BENEATH, ("Remove", "x")])


async def test_an_admin_may_choose_for_the_user_who_asked(chat: Chat) -> None:
    under = await _suggestions(chat)
    chat.api.promote(OTHER, GROUP)
    *_, shown = await chat(pressed("d:store", under, from_=OTHER))
    assert (shown.method, shown["message_id"]) == ("editMessageText", under["message_id"])


async def test_another_user_gets_the_answer_apart_and_the_suggestions_stay(chat: Chat) -> None:
    under = await _suggestions(chat)
    chat.api.promote(OTHER, GROUP, "member")
    *_, shown = await chat(pressed("d:store", under, from_=OTHER))
    assert (shown.method, shown.text, shown.buttons) == ("sendMessage", ANSWER, [*BENEATH, ("Remove", "x")])
    assert shown["reply_parameters"]["message_id"] == under["message_id"]
    apart = chat.api.posted[-1]
    _, asker = await chat(pressed("d:low", under))
    assert (asker.method, asker["message_id"]) == ("editMessageText", under["message_id"])
    removed, _ = await chat(pressed("x", apart, from_=OTHER))
    assert (removed.method, removed["message_id"]) == ("deleteMessage", apart["message_id"]), "it is the presser's"


async def test_none_of_these_by_another_user_is_a_notice_and_the_suggestions_stay(chat: Chat) -> None:
    under = await _suggestions(chat)
    chat.api.promote(OTHER, GROUP, "member")
    calls = await chat(pressed("n", under, from_=OTHER))
    assert _methods(calls) == ["getChatMember", "answerCallbackQuery"]
    assert calls[-1]["text"] == NOT_YOURS
    assert await chat.store.votes.tally() == {}, "it does not say what the asker meant"
    shown, _ = await chat(pressed("n", under))
    assert (shown.method, shown["message_id"]) == ("editMessageText", under["message_id"])


async def test_suggestions_for_an_anonymous_admin_are_replaced_for_admins_only(chat: Chat) -> None:
    under = await _suggestions(chat, by_admin("/ask ferritin"))
    chat.api.promote(ASKER, GROUP)
    chat.api.promote(OTHER, GROUP, "member")
    *_, apart = await chat(pressed("d:store", under, from_=OTHER))
    *_, replaced = await chat(pressed("d:store", under))
    assert [apart.method, replaced.method] == ["sendMessage", "editMessageText"]


async def test_if_telegram_does_not_name_the_admins_others_get_the_answer_apart(chat: Chat) -> None:
    under = await _suggestions(chat)
    chat.api.fail("getChatMember", ApiError(400, "Bad Request: member list is inaccessible"))
    *_, shown = await chat(pressed("d:store", under, from_=OTHER))
    assert shown.method == "sendMessage"


async def test_a_related_question_is_answered_in_a_new_message(chat: Chat) -> None:
    under = by_bot("an answer")
    _, shown = await chat(pressed("e:store", under))
    assert (shown.method, shown.text) == ("sendMessage", ANSWER)
    assert shown["reply_parameters"]["message_id"] == under["message_id"]


async def test_none_of_these_suggests_other_words_or_the_topics(chat: Chat) -> None:
    shown, _ = await chat(pressed("n"))
    assert shown.method == "editMessageText"
    assert shown.text == "None of these, then.\n\nTry it in other words, or look through the topics."
    assert shown.buttons == [("All topics", "t"), ("Share this question with the curators", "q")]


async def test_all_topics_are_shown_in_a_new_message(chat: Chat) -> None:
    _, shown = await chat(pressed("t"))
    assert (shown.method, shown.text) == ("sendMessage", TOPICS)


async def test_a_topic_opens_in_place_and_turns_its_pages(chat: Chat) -> None:
    _, first = await chat(pressed("p:0:0"))
    assert (first.method, first.text) == ("editMessageText", "Ferritin\n\nChoose a question.")
    assert first.buttons[:2] == [("What stores iron?", "e:store"), ("What is low ferritin?", "e:low")]
    assert first.buttons[-2:] == [("Next page »", "p:0:1"), ("« All topics", "t:0")]
    _, second = await chat(pressed("p:0:1"))
    assert second.buttons == [
        ("Question 6?", "e:more-6"), ("Question 7?", "e:more-7"), ("« Previous page", "p:0:0"), ("« All topics", "t:0"),
    ]  # fmt: skip


async def test_the_back_button_shows_the_topics_in_place(chat: Chat) -> None:
    _, shown = await chat(pressed("t:0"))
    assert (shown.method, shown.text) == ("editMessageText", TOPICS)


@pytest.mark.parametrize("data", ["t:9999", "p:0:9999"])
async def test_a_page_that_no_longer_exists_becomes_the_last_page(chat: Chat, data: str) -> None:
    _, shown = await chat(pressed(data))
    assert shown.buttons


@pytest.mark.parametrize(("data", "method"), [("e:gone", "sendMessage"), ("d:gone", "editMessageText"),
                                              ("p:99:0", "editMessageText")])  # fmt: skip
async def test_a_missing_entry_or_topic_becomes_a_notice_and_the_topics(chat: Chat, data: str, method: str) -> None:
    press, shown = await chat(pressed(data))
    assert press["text"] == GONE
    assert (shown.method, shown.text) == (method, NO_LONGER)
    assert shown.buttons == [("Ferritin", "p:0:0"), ("Pregnancy", "p:1:0")]


@pytest.mark.parametrize(("data", "method"), [("d:store", "editMessageText"), ("e:store", "sendMessage")])
async def test_a_button_works_under_an_inaccessible_message(chat: Chat, data: str, method: str) -> None:
    _, shown = await chat(pressed(data, inaccessible(PRIVATE)))
    assert (shown.method, shown.text) == (method, ANSWER)


async def test_the_answer_goes_to_the_forum_topic_of_the_button(chat: Chat) -> None:
    _, shown = await chat(pressed("e:store", by_bot(chat=FORUM, message_thread_id=5, is_topic_message=True)))
    assert shown["message_thread_id"] == 5


async def test_a_second_press_sends_no_second_answer(chat: Chat) -> None:
    same = ApiError(400, "Bad Request: message is not modified: new message content and reply markup are the same")
    chat.api.faults.append(("editMessageText", same))
    assert _methods(await chat(pressed("d:store"))) == ["answerCallbackQuery"]
    chat.api.refused.clear()


async def test_if_the_message_was_deleted_the_answer_is_a_new_one(chat: Chat) -> None:
    chat.api.faults.append(("editMessageText", ApiError(400, "Bad Request: message to edit not found")))
    _, shown = await chat(pressed("d:store"))
    assert (shown.method, shown.text) == ("sendMessage", ANSWER)
    chat.api.refused.clear()


async def test_sources_are_shown_in_a_new_message(chat: Chat) -> None:
    _, shown = await chat(pressed("s:store"))
    assert (shown.method, shown.text, shown.buttons) == ("sendMessage", SOURCES, [])


async def test_in_groups_the_sources_quote_their_answer_and_can_be_removed(chat: Chat) -> None:
    under = by_bot("an answer")
    _, shown = await chat(pressed("s:store", under))
    assert (shown.text, shown.buttons) == (SOURCES, [("Remove", "x")])
    assert shown["reply_parameters"]["message_id"] == under["message_id"]


async def test_the_sources_of_an_entry_that_no_longer_exists_become_a_notice_and_the_topics(chat: Chat) -> None:
    press, shown = await chat(pressed("s:gone"))
    assert (press["text"], shown.method, shown.text) == (GONE, "sendMessage", NO_LONGER)


async def _follow_up(chat: Chat, place: dict[str, Any]) -> dict[str, Any]:
    """The message that answers a follow-up of Ada's in context."""
    for text in ("/ask What stores iron?", "/ask and in pregnancy?"):
        await chat(said(text, place))
    under = chat.api.posted[-1]
    assert under["text"].startswith("About: What stores iron?")
    return under


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_asked_afresh_a_follow_up_is_answered_alone_and_in_place(
    talking_chat: Chat, place: dict[str, Any]
) -> None:
    under = await _follow_up(talking_chat, place)
    shown, press = await talking_chat(pressed("a", under))
    assert (shown.method, shown.text, shown["message_id"]) == ("editMessageText", HONEST_NO, under["message_id"])
    assert (press.method, "text" in press.parameters) == ("answerCallbackQuery", False)


async def test_asked_afresh_by_another_user_it_is_answered_apart(talking_chat: Chat) -> None:
    under = await _follow_up(talking_chat, GROUP)
    talking_chat.api.promote(OTHER, GROUP, "member")
    _, shown, _ = await talking_chat(pressed("a", under, from_=OTHER))
    assert (shown.method, shown.text) == ("sendMessage", HONEST_NO)


@pytest.mark.parametrize("under", [by_bot(), by_bot(chat=PRIVATE), inaccessible()])
async def test_a_question_that_is_gone_cannot_be_asked_afresh(chat: Chat, under: dict[str, Any]) -> None:
    [press] = await chat(pressed("a", under))
    assert (press.method, press["text"]) == ("answerCallbackQuery", ASK_AGAIN)
