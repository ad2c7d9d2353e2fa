"""Answers to callback queries, inline queries and guest messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BotApi
from tests.bot.sample_updates import GROUP, as_guest, typed
from tests.bot.simulator.calls import ARTICLE, KEYS, TOO_OLD, call, keyboard, refusal


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"results": [ARTICLE | {"id": str(n)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [ARTICLE | {"id": "é" * 33}]}, "RESULT_ID_INVALID"),
        ({"results": [ARTICLE | {"id": ""}]}, "RESULT_ID_INVALID"),
        ({"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
        ({"results": [ARTICLE | {"title": ""}]}, "an article has a title"),
        ({"results": [ARTICLE | {"input_message_content": {"message_text": "x" * 4097}}]}, "too long"),
        ({"results": [ARTICLE | {"reply_markup": keyboard(callback_data="x" * 65)}]}, "BUTTON_DATA"),
        ({"results": [{"type": "photo", "id": "p", "caption": "x" * 1025}]}, "caption is too long"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "x", "start_parameter": ""}}, "START_PARAM_INVALID"),
        ({"results": [], "inline_query_id": "8"}, TOO_OLD),
    ],
)
def test_an_invalid_inline_answer_is_refused(api: BotApi, values: dict[str, Any], description: str) -> None:
    assert description in refusal(api, "answerInlineQuery", **{"inline_query_id": "9"} | values)


def test_an_invalid_answer_to_a_press_or_a_guest_message_is_refused(api: BotApi) -> None:
    long = {"callback_query_id": "4711", "text": "x" * 201}
    assert "MESSAGE_TOO_LONG" in refusal(api, "answerCallbackQuery", **long)
    assert TOO_OLD in refusal(api, "answerCallbackQuery", callback_query_id="4712")
    assert TOO_OLD in refusal(api, "answerGuestQuery", guest_query_id="8", result=ARTICLE)


def test_answers_at_their_limits_are_accepted(api: BotApi) -> None:
    call(api, "answerCallbackQuery", callback_query_id="4711", text="x" * 200)
    results = [ARTICLE | {"id": str(number).rjust(64)} for number in range(50)]
    button = {"text": "x", "start_parameter": "x" * 64}
    call(api, "answerInlineQuery", inline_query_id="9", results=results, next_offset="x" * 64, button=button)


def test_only_a_posted_result_with_a_keyboard_can_be_edited(api: BotApi) -> None:
    query = api.record(typed("fer"))
    results = [ARTICLE, ARTICLE | {"id": "b", "reply_markup": KEYS}]
    call(api, "answerInlineQuery", inline_query_id=query["inline_query"]["id"], results=results)
    assert "inline_message_id" not in api.choose(query, "a")
    message_id = api.choose(query, "b")["inline_message_id"]
    assert call(api, "editMessageText", inline_message_id=message_id, text="other words") is True


def test_a_guest_message_is_answered_once(api: BotApi) -> None:
    query = api.record(as_guest("@legwise_bot iron", GROUP))["guest_message"]["guest_query_id"]
    assert call(api, "answerGuestQuery", guest_query_id=query, result=ARTICLE).keys() == {"inline_message_id"}
    assert TOO_OLD in refusal(api, "answerGuestQuery", guest_query_id=query, result=ARTICLE)


@pytest.mark.parametrize(
    ("method", "values", "lifetime"),
    [
        ("answerInlineQuery", {"inline_query_id": "9", "results": []}, 30),
        ("answerCallbackQuery", {"callback_query_id": "4711"}, 150),
        ("answerGuestQuery", {"guest_query_id": "8", "result": ARTICLE}, 150),
    ],
)
def test_a_query_can_be_answered_only_for_a_limited_time(
    api: BotApi, method: str, values: dict[str, Any], lifetime: int
) -> None:
    api.record(as_guest("iron", guest_query_id="8"))
    api.clock.advance(lifetime + 1)
    assert TOO_OLD in refusal(api, method, **values)
