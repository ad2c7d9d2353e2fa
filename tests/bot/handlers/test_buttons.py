"""Presses of buttons: callback data, limits and answers to the press."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.buttons import NOT_OURS, TOO_MUCH
from bot.simulator import ApiError
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import GROUP, OTHER, PRIVATE, by_bot, pressed, said


def _methods(calls: list[Any]) -> list[str]:
    return [call.method for call in calls]


@pytest.mark.parametrize(
    "data", ["", "y", "e:", "e:<b>", "e:store:2", "t:-1", "t:99999", "p:0", "p:a:b", "vote:1", "e:" + "é" * 31, "\x00"]
)
async def test_data_of_another_bot_is_answered_and_ignored(chat: Chat, data: str) -> None:
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


async def test_a_press_too_old_to_be_answered_still_shows_the_entry(chat: Chat) -> None:
    chat.api.faults.append(("answerCallbackQuery", ApiError(400, "Bad Request: query is too old")))
    [shown] = await chat(pressed("e:store"))
    assert shown.text == ANSWER
    chat.api.refused.clear()


@pytest.mark.parametrize("data", ["e:" + "a" * 63, "v:" + "a" * 61 + ":1", "d:" + "é" * 32, "s:" + "a-" * 31 + "a"])
async def test_forged_data_of_more_than_64_bytes_is_answered(chat: Chat, data: str) -> None:
    """Telegram allows no such button, so the press is forged."""
    assert _methods(await chat(pressed(data)))[0] == "answerCallbackQuery"


@pytest.mark.parametrize(
    "data", ["e:store", "d:store", "t", "t:0", "s:store", "n", "a", "x", "q", "qs", "qk", "v:store:1"]
)
@pytest.mark.parametrize("group", [GROUP, PRIVATE])
async def test_each_of_500_presses_is_answered_but_the_throttle_limits_the_posts(
    chat: Chat, data: str, group: dict[str, Any]
) -> None:
    under = by_bot("Did you mean", group)
    for _ in range(500):
        await chat(pressed(data, under))
    assert len(chat.api.calls_of("answerCallbackQuery")) == 500
    assert len(chat.api.calls_of("sendMessage")) <= 20
    chat.api.refused.clear()


@pytest.mark.parametrize("data", ["v:store:1", "qs", "qk", "w:0123456789abcdef", "n", "e:store"])
async def test_each_press_is_an_answer_to_its_user(chat: Chat, data: str) -> None:
    for _ in range(20):
        await chat(pressed(data))
    [press] = await chat(pressed("v:store:0"))
    assert press["text"] == TOO_MUCH
    assert await chat(said("What stores iron?")) == [], "the press was told so already"


async def test_votes_in_a_group_leave_its_answers_to_others(chat: Chat) -> None:
    for number in range(40):
        await chat(pressed("v:store:1", by_bot(chat=GROUP), from_=OTHER | {"id": 1000 + number}))
    [answer] = await chat(said("/ask What stores iron?", GROUP))
    assert answer.text.startswith("What stores iron?")


async def test_removing_answers_does_not_count(chat: Chat) -> None:
    for _ in range(30):
        await chat(pressed("x"))
    assert (await chat(pressed("v:store:1")))[0]["text"] != TOO_MUCH


@pytest.mark.parametrize("data", ["u:heart", "c:heart", "c:heart:0", "h:heart:FR"])
async def test_in_private_the_buttons_of_an_urgent_reply_have_no_limit(chat: Chat, data: str) -> None:
    for _ in range(30):
        calls = await chat(pressed(data))
        assert "text" not in calls[0].parameters or calls[0]["text"] != TOO_MUCH
    assert len(await chat(pressed("e:store"))) == 2, "and they are not counted"


async def test_in_a_group_the_buttons_of_an_urgent_reply_leave_its_messages_to_others(chat: Chat) -> None:
    under = by_bot(chat=GROUP)
    for number in range(100):
        await chat(pressed("c:heart", under, from_=OTHER | {"id": 1000 + number}))
    assert len(chat.api.calls_of("sendMessage")) == 18
    [*_, last] = await chat(pressed("h:heart:FR", under, from_=OTHER | {"id": 1000}))
    assert last.method == "editMessageText", "no message is posted, so the group's limit does not apply"


async def test_over_the_limit_a_press_gets_a_notice_and_a_minute_later_an_answer_again(chat: Chat) -> None:
    calls = [await chat(pressed("e:store")) for _ in range(21)]
    assert [len(each) for each in calls] == [2] * 20 + [1]
    assert calls[-1][0]["text"] == TOO_MUCH
    chat.clock.now += 61
    assert len(await chat(pressed("e:store"))) == 2
