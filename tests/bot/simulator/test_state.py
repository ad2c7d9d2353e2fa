"""The state that is recorded from updates."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT, BotApi
from tests.bot.sample_updates import GROUP, by_bot, chose, edited, inaccessible, pressed, pressed_inline, said


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"message": {}},
        {"message": {"message_id": 1, "chat": {}}},
        {"callback_query": {}},
        {"callback_query": {"message": {}}},
        {"my_chat_member": {"new_chat_member": {}}},
        {"message": "x"},
    ],
)
def test_an_update_with_missing_fields_is_passed_on_unchanged(api: BotApi, broken: dict[str, Any]) -> None:
    assert api.record(broken) == broken


def test_every_kind_of_update_is_recorded(api: BotApi) -> None:
    updates = [
        edited(said("a"), "b"),
        pressed("t", inaccessible()),
        pressed_inline("t", "i"),
        chose("a", "fer"),
        said(None, GROUP, left_chat_member=BOT),
        pressed("t", by_bot()),
    ]
    for update in updates:
        api.record(update)
    assert api.state.inline_messages.keys() == {"i"}
