"""Reply markup and deep links."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BotApi
from tests.bot.simulator.calls import call, keyboard, refusal


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (keyboard(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (keyboard(callback_data=""), "BUTTON_DATA_INVALID"),
        (keyboard(callback_data="a", url="https://example.org"), "Text buttons are unallowed"),
        (keyboard(), "Text buttons are unallowed"),
        (keyboard(url="example"), "BUTTON_URL_INVALID"),
        (keyboard(url="https://t.me/legwise_bot?start=" + "x" * 65), "simulator: a deep link"),
        (keyboard(url="https://t.me/legwise_bot?startgroup=a.b"), "simulator: a deep link"),
        ({"inline_keyboard": [[]]}, "reply markup is too long"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "placeholder"),
    ],
)
def test_invalid_reply_markup_is_refused(api: BotApi, markup: dict[str, Any], description: str) -> None:
    assert description in refusal(api, "sendMessage", chat_id=77, text="x", reply_markup=markup)


def test_callback_data_of_64_bytes_is_accepted(api: BotApi) -> None:
    call(api, "sendMessage", chat_id=77, text="x", reply_markup=keyboard(callback_data="é" * 32))
