"""The counterpart refuses what production refuses, in production's words; otherwise the other tests prove little."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.simulator import Judge
from tests.bot.judge import Refusal
from tests.bot.sample_updates import (
    FORUM,
    GROUP,
    PRIVATE,
    in_topic,
    pressed,
    said,
    typed,
    update,
)  # fmt: skip

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ARTICLE: dict[str, Any] = {
    "type": "article", "id": "a", "title": "Iron", "input_message_content": {"message_text": "words"},
}  # fmt: skip
KEYS = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}


def call(judge: Judge, method: str, **values: Any) -> Any:
    """A call as a client makes it: everything is text."""
    return judge.call(method, {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()})


def refused(judge: Judge, method: str, **values: Any) -> str:
    """Why a call is refused."""
    with pytest.raises(Refusal) as refusal:
        call(judge, method, **values)
    return refusal.value.description


@pytest.fixture
def judge() -> Judge:
    return made()


def made() -> Judge:
    """A judge that knows Ada's chat, a group, a forum with the topic 5, an inline query and a press."""
    judge = Judge()
    for arriving in (said("hi"), said("hi", GROUP), in_topic(5, "hi", FORUM | {"id": -1002}), pressed("t")):
        judge.see(arriving)
    judge.see(update("inline_query", **typed("fer")["inline_query"] | {"id": "9"}))
    return judge


def _keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x"} | button]]}


TEXTS: list[tuple[dict[str, Any], str]] = [
    ({"text": " "}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "🦵" * 2049}, "message is too long"),
    ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "message is too long"),
    ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
    ({"text": "<blockquote><blockquote>x</blockquote></blockquote>", "parse_mode": "HTML"}, "can't parse entities"),
    ({"text": "<b>x</b>y" * 101, "parse_mode": "HTML"}, "judge: 101 entities"),
    ({"text": "x", "reply_markup": _keys(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": _keys(callback_data="")}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": _keys(callback_data="a", url="https://example.org")}, "Text buttons are unallowed"),
    ({"text": "x", "reply_markup": _keys()}, "Text buttons are unallowed"),
    ({"text": "x", "reply_markup": _keys(url="example")}, "BUTTON_URL_INVALID"),
    ({"text": "x", "reply_markup": _keys(url="https://t.me/legwise_bot?start=" + "x" * 65)}, "judge: a deep link"),
    ({"text": "x", "reply_markup": _keys(url="https://t.me/legwise_bot?startgroup=a.b")}, "judge: a deep link"),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[]]}}, "reply markup is too long"),
    ({"text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}}, "placeholder"),
    ({"text": "x", "reply_parameters": {"message_id": 999_999}}, "message to be replied not found"),
    ({"text": "x", "message_thread_id": 6, "chat_id": -1002}, "message thread not found"),
    ({"text": "x", "message_thread_id": 1, "chat_id": -1002}, "message thread not found"),
    ({"text": "x", "chat_id": 12345}, "chat not found"),
    ({"text": "x", "chat_id": "nobody"}, "chat not found"),
    ({"text": "x", "colour": "red"}, "judge: unknown parameter"),
    ({}, "missing parameter"),
]


@pytest.mark.parametrize(("values", "why"), TEXTS)
def test_a_message_that_production_would_not_send_is_refused(judge: Judge, values: dict[str, Any], why: str) -> None:
    assert why in refused(judge, "sendMessage", **{"chat_id": PRIVATE["id"]} | values)


ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    ("answerCallbackQuery", {"callback_query_id": "4711", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": "4712"}, TOO_OLD),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": str(n)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": "é" * 33}]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": ""}]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
    ("answerInlineQuery", {"results": [ARTICLE | {"title": ""}]}, "an article has a title"),
    ("answerInlineQuery", {"results": [ARTICLE | {"input_message_content": {"message_text": "x" * 4097}}]}, "too long"),
    ("answerInlineQuery", {"results": [ARTICLE | {"reply_markup": _keys(callback_data="x" * 65)}]}, "BUTTON_DATA"),
    ("answerInlineQuery", {"results": [{"type": "photo", "id": "p", "caption": "x" * 1025}]}, "caption is too long"),
    ("answerInlineQuery", {"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ("answerInlineQuery", {"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ("answerInlineQuery", {"results": [], "button": {"text": "x", "start_parameter": ""}}, "START_PARAM_INVALID"),
    ("answerInlineQuery", {"results": [], "inline_query_id": "8"}, TOO_OLD),
    ("answerGuestQuery", {"guest_query_id": "8", "result": ARTICLE}, TOO_OLD),
    ("setMyCommands", {"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "x" * 257}]}, "DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "can't parse BotCommandScope"),
    ("setMyCommands", {"commands": [], "language_code": "english"}, "invalid language code"),
    ("setMyDescription", {"description": "x" * 513}, "DESCRIPTION_TOO_LONG"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "SHORT_DESCRIPTION_TOO_LONG"),
    ("sendChatAction", {"chat_id": 77, "action": "dancing"}, "wrong parameter action"),
    ("editMessageText", {"chat_id": 77, "message_id": 999_999, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"inline_message_id": "nobody", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("deleteMessage", {"chat_id": 77, "message_id": 999_999}, "message to delete not found"),
    ("getChatMember", {"chat_id": GROUP["id"], "user_id": 5}, "PARTICIPANT_ID_INVALID"),
    ("getChatAdministrators", {"chat_id": 77}, "there are no administrators in the private chat"),
    ("leaveChat", {"chat_id": 77}, "private chats"),
    ("sendTelepathy", {}, "method not found"),
]


@pytest.mark.parametrize(("method", "values", "why"), ANSWERS)
def test_a_call_beyond_a_limit_is_refused(judge: Judge, method: str, values: dict[str, Any], why: str) -> None:
    given = {"inline_query_id": "9"} | values if method == "answerInlineQuery" else values
    assert why in refused(judge, method, **given)


def test_what_just_fits_is_taken_as_production_takes_it(judge: Judge) -> None:
    call(judge, "sendMessage", chat_id=77, text=f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML", reply_markup=_keys(
        callback_data="é" * 32))  # fmt: skip
    call(judge, "answerCallbackQuery", callback_query_id="4711", text="x" * 200)
    results = [ARTICLE | {"id": str(number).rjust(64)} for number in range(50)]
    call(judge, "answerInlineQuery", inline_query_id="9", results=results, next_offset="x" * 64,
         button={"text": "x", "start_parameter": "x" * 64})  # fmt: skip
    call(judge, "SENDMESSAGE", chat_id=77, text="<blockquote expandable>x</blockquote>", parse_mode="html")
    assert judge.posted[-1]["entities"] == [{"type": "expandable_blockquote", "offset": 0, "length": 1}]
