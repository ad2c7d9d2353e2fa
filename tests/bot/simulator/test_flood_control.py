"""Telegram's flood limits."""

from __future__ import annotations

import pytest

from bot.simulator import ApiError, BotApi, FloodControl
from tests.bot.sample_updates import GROUP
from tests.bot.simulator.calls import call, refusal


def test_too_many_messages_are_refused_if_a_test_sets_limits(api: BotApi) -> None:
    api.flood_control = FloodControl()
    for number in range(20):
        call(api, "sendMessage", chat_id=GROUP["id"], text=str(number))
        api.clock.advance(1.1)
    with pytest.raises(ApiError, match=r"Too Many Requests: retry after 3\d") as error:
        call(api, "sendMessage", chat_id=GROUP["id"], text="one too many")
    assert error.value.code == 429
    for _ in range(3):
        call(api, "sendMessage", chat_id=77, text="a private message meanwhile")
    assert "retry after" in refusal(api, "sendMessage", chat_id=77, text="faster than one a second")
