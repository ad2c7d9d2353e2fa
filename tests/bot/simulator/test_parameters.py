"""Parameters of methods."""

from __future__ import annotations

import pytest

from bot.simulator import ApiError, BotApi
from bot.simulator.parameters import PARAMETERS, REQUIRED, decode
from tests.bot.simulator.calls import refusal


def test_values_are_decoded_from_text() -> None:
    raw = {"chat_id": "-5", "show_alert": "True", "reply_markup": '{"force_reply": true}', "text": "12"}
    assert decode(raw) == {"chat_id": -5, "show_alert": True, "reply_markup": {"force_reply": True}, "text": "12"}


def test_a_value_that_cannot_be_decoded_is_refused() -> None:
    with pytest.raises(ApiError, match="can't parse message_id"):
        decode({"message_id": "x"})


def test_unknown_and_missing_parameters_are_refused(api: BotApi) -> None:
    assert "simulator: unknown parameter" in refusal(api, "sendMessage", chat_id=77, text="x", colour="red")
    assert "missing parameter" in refusal(api, "sendMessage", chat_id=77)


def test_every_required_parameter_is_a_parameter() -> None:
    assert all(names <= PARAMETERS[method] for method, names in REQUIRED.items())
