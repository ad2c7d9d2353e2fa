"""Texts of messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BotApi
from tests.bot.simulator.calls import call, refusal


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": " "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🦵" * 2049}, "message is too long"),
        ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        (
            {"text": "<blockquote><blockquote>x</blockquote></blockquote>", "parse_mode": "HTML"},
            "can't parse entities",
        ),
        ({"text": "<b>x</b>y" * 101, "parse_mode": "HTML"}, "simulator: 101 entities"),
    ],
)
def test_an_invalid_text_is_refused(api: BotApi, values: dict[str, Any], description: str) -> None:
    assert description in refusal(api, "sendMessage", chat_id=77, **values)


def test_length_is_counted_after_the_markup(api: BotApi) -> None:
    text = f"<b>{'&lt;' * 4096}</b>"
    assert call(api, "sendMessage", chat_id=77, text=text, parse_mode="HTML")["text"] == "<" * 4096
