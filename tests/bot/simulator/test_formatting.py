"""Telegram's HTML."""

from __future__ import annotations

import pytest

from bot.simulator import ApiError, visible_text
from bot.simulator.formatting import parse_html


@pytest.mark.parametrize(
    "html",
    [
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "a < b",
        "a & b",
        "<h1>x</h1>",
        "<a>x</a>",
        "<br>",
        "<b class='x'>x</b>",
        "<code><b>x</b></code>",
        "<blockquote expanded>x</blockquote>",
        "<span>x</span>",
    ],
)
def test_invalid_markup_is_refused(html: str) -> None:
    with pytest.raises(ApiError):
        visible_text(html)


def test_entities_have_the_offsets_that_telegram_gives_them() -> None:
    text, entities = parse_html('🦵 <b>bold <i>both</i></b> <a href="https://e.org/?a=1&amp;b=2">link</a> <u></u>')
    assert text == "🦵 bold both link "
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "url": "https://e.org/?a=1&b=2", "offset": 13, "length": 4},
    ]
