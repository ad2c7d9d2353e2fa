"""The counterpart refuses what production refuses; otherwise the other tests would prove little."""

from __future__ import annotations

import json

import aiohttp
import pytest

from tests.bot.counterpart import serving
from tests.bot.judge import TOKEN, Judge, Refusal, visible


def _button(data: str) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "x", "callback_data": data}]]})


@pytest.mark.parametrize(
    ("method", "raw"),
    [
        ("sendMessage", {"chat_id": "1", "text": "x" * 4097}),
        ("sendMessage", {"chat_id": "1", "text": "🦵" * 2049}),
        ("sendMessage", {"chat_id": "1", "text": " "}),
        ("sendMessage", {"chat_id": "1"}),
        ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": _button("é" * 33)}),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": _button("")}),
        ("sendMessage", {"chat_id": "1", "text": "<b>x", "parse_mode": "HTML"}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        ("setMyCommands", {"commands": '[{"command": "Ask", "description": "x"}]'}),
        ("sendTelepathy", {}),
    ],
)
def test_a_bad_call_is_refused(method: str, raw: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        Judge().call(method, raw)


@pytest.mark.parametrize(
    "html", ["<b>x", "x</b>", "<b><i>x</b></i>", "a < b", "a & b", "<h1>x</h1>", "<a>x</a>", "<br>"]
)
def test_broken_markup_is_refused(html: str) -> None:
    with pytest.raises(Refusal):
        visible(html)


def test_length_is_counted_after_the_markup() -> None:
    text = f"<b>{'&lt;' * 4096}</b>"
    assert Judge().call("sendMessage", {"chat_id": "1", "text": text, "parse_mode": "HTML"})["text"] == "<" * 4096


async def test_a_wrong_token_and_an_unknown_method_are_refused_over_http() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        for path, code in (("botwrong/getMe", 401), (f"bot{TOKEN}/getHim", 404), (f"bot{TOKEN}/getMe", 200)):
            async with session.get(f"{server.url}/{path}") as response:
                assert response.status == code


async def test_updates_stay_until_a_higher_offset_acknowledges_them() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        await server.queue({"update_id": 5}, {"update_id": 6})
        for offset, left in ((0, [5, 6]), (0, [5, 6]), (6, [6]), (7, [])):
            async with session.get(f"{server.url}/bot{TOKEN}/getUpdates?offset={offset}") as response:
                assert [update["update_id"] for update in (await response.json())["result"]] == left
