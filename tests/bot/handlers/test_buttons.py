"""Presses of buttons, as people make them: Update in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.buttons import GONE, NOT_OURS
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import ANSWER, BENEATH
from tests.bot.judge import Refusal
from tests.bot.sample_updates import FORUM, GROUP, PRIVATE, by_bot, inaccessible, pressed

TOPICS = "Topics\n\nChoose a topic to see its questions, or just write your question."
SOURCES = """What this answer rests on

“What stores iron?”

The article is by Ann Author, edited by Ed Editor, last updated on 06 May 2024.

Sources:
• The Press, “Restless legs”, Basics, its reference 3

No medical advice. Reviewed 22 November 2026."""
NO_LONGER = "That question is no longer here: the content has changed since. These are the topics now."


def _methods(calls: list[Any]) -> list[str]:
    return [call.method for call in calls]


async def test_did_you_mean_gives_way_to_the_answer(chat: Chat) -> None:
    under = by_bot("Did you mean")
    press, shown = await chat(pressed("d:store", under))
    assert (press.method, press.parameters) == ("answerCallbackQuery", {"callback_query_id": "4711"})
    assert (shown.method, shown["chat_id"], shown["message_id"]) == (
        "editMessageText",
        GROUP["id"],
        under["message_id"],
    )
    assert (shown.text, shown.buttons) == (SHORT, [*BENEATH[1:], ("Remove", "x")])


async def test_a_related_question_is_answered_below_so_that_the_answer_above_stays(chat: Chat) -> None:
    under = by_bot("an answer")
    _, shown = await chat(pressed("e:store", under))
    assert (shown.method, shown.text) == ("sendMessage", SHORT)
    assert shown["reply_parameters"]["message_id"] == under["message_id"]


async def test_none_of_these_says_how_to_go_on(chat: Chat) -> None:
    _, shown = await chat(pressed("n"))
    assert shown.method == "editMessageText"
    assert shown.text == "None of these, then.\n\nTry it in other words, or look through the topics."
    assert shown.buttons == [("All topics", "t"), ("Share this question with the curators", "q")]


async def test_all_topics_leaves_the_message_above_as_it_is(chat: Chat) -> None:
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


async def test_back_shows_the_topics_in_place(chat: Chat) -> None:
    _, shown = await chat(pressed("t:0"))
    assert (shown.method, shown.text) == ("editMessageText", TOPICS)


@pytest.mark.parametrize("data", ["t:9999", "p:0:9999"])
async def test_a_page_that_is_gone_is_the_last_page(chat: Chat, data: str) -> None:
    _, shown = await chat(pressed(data))
    assert shown.buttons


@pytest.mark.parametrize(("data", "method"), [("e:gone", "sendMessage"), ("d:gone", "editMessageText"),
                                              ("p:99:0", "editMessageText")])  # fmt: skip
async def test_what_is_no_longer_there_says_so_and_shows_the_topics(chat: Chat, data: str, method: str) -> None:
    press, shown = await chat(pressed(data))
    assert press["text"] == GONE
    assert (shown.method, shown.text) == (method, NO_LONGER)
    assert shown.buttons == [("Ferritin", "p:0:0"), ("Pregnancy", "p:1:0")]


@pytest.mark.parametrize(
    "data", ["", "y", "e:", "e:<b>", "e:store:2", "t:-1", "t:99999", "p:0", "p:a:b", "vote:1", "e:" + "é" * 31, "\x00"]
)
async def test_foreign_data_is_answered_and_does_nothing(chat: Chat, data: str) -> None:
    [press] = await chat(pressed(data))
    assert (press.method, press["text"]) == ("answerCallbackQuery", NOT_OURS)


async def test_a_press_without_data_is_answered(chat: Chat) -> None:
    game = pressed("x")
    game["callback_query"] |= {"game_short_name": "chess"}
    del game["callback_query"]["data"]
    assert _methods(await chat(game)) == ["answerCallbackQuery"]


async def test_a_press_under_an_inline_message_is_answered(chat: Chat) -> None:
    inline = pressed("e:store", inline_message_id="i")
    del inline["callback_query"]["message"]
    assert _methods(await chat(inline)) == ["answerCallbackQuery"]


@pytest.mark.parametrize(("data", "method"), [("d:store", "editMessageText"), ("e:store", "sendMessage")])
async def test_a_button_works_under_a_message_too_old_to_be_told(chat: Chat, data: str, method: str) -> None:
    _, shown = await chat(pressed(data, inaccessible()))
    assert (shown.method, shown.text) == (method, SHORT)


async def test_the_answer_goes_to_the_topic_of_the_button(chat: Chat) -> None:
    _, shown = await chat(pressed("e:store", by_bot(chat=FORUM, message_thread_id=5, is_topic_message=True)))
    assert shown["message_thread_id"] == 5


async def test_a_press_too_old_to_be_answered_still_shows_its_answer(chat: Chat) -> None:
    chat.judge.faults.append(("answerCallbackQuery", Refusal(400, "Bad Request: query is too old")))
    [shown] = await chat(pressed("e:store"))
    assert shown.text == ANSWER
    chat.judge.refused.clear()


async def test_pressed_twice_in_a_row_nothing_is_sent_twice(chat: Chat) -> None:
    same = Refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are same")
    chat.judge.faults.append(("editMessageText", same))
    assert _methods(await chat(pressed("d:store"))) == ["answerCallbackQuery"]
    chat.judge.refused.clear()


async def test_where_the_message_is_gone_the_answer_is_sent(chat: Chat) -> None:
    chat.judge.faults.append(("editMessageText", Refusal(400, "Bad Request: message to edit not found")))
    _, shown = await chat(pressed("d:store"))
    assert (shown.method, shown.text) == ("sendMessage", ANSWER)
    chat.judge.refused.clear()


async def test_sources_are_told_in_a_message_of_their_own(chat: Chat) -> None:
    _, shown = await chat(pressed("s:store"))
    assert (shown.method, shown.text) == ("sendMessage", SOURCES)


async def test_the_sources_of_what_is_gone_are_gone(chat: Chat) -> None:
    press, shown = await chat(pressed("s:gone"))
    assert (press["text"], shown.method, shown.text) == (GONE, "sendMessage", NO_LONGER)


@pytest.mark.parametrize("data", ["e:" + "a" * 63, "v:" + "a" * 61 + ":1", "d:" + "é" * 32, "s:" + "a-" * 31 + "a"])
async def test_an_id_of_65_bytes_is_answered_like_any_other_that_is_not_ours(chat: Chat, data: str) -> None:
    """Telegram makes no such button, so only somebody else can have sent it."""
    assert _methods(await chat(pressed(data)))[0] == "answerCallbackQuery"


@pytest.mark.parametrize("data", ["e:store", "d:store", "t", "t:0", "s:store", "n", "x", "q", "v:store:1"])
@pytest.mark.parametrize("group", [GROUP, PRIVATE])
async def test_of_500_presses_of_one_button_each_is_answered_and_no_more_than_a_fair_share_posted(
    chat: Chat, data: str, group: dict[str, Any]
) -> None:
    under = by_bot("Did you mean", group)
    for _ in range(500):
        await chat(pressed(data, under))
    assert len(chat.judge.of("answerCallbackQuery")) == 500
    assert len(chat.judge.of("sendMessage")) <= 20
    chat.judge.refused.clear()


async def test_who_presses_too_often_is_told_so_on_top_and_is_answered_again_after_a_minute(chat: Chat) -> None:
    calls = [await chat(pressed("e:store")) for _ in range(21)]
    assert [len(each) for each in calls] == [2] * 20 + [1]
    assert calls[-1][0]["text"] == "You have asked a lot in a short time, so I pause for a while."
    chat.clock.now += 61
    assert len(await chat(pressed("e:store"))) == 2
