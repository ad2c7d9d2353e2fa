"""Deep links: the payloads that are made are the payloads that are understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import deep_links

BOT = "legwise_bot"


def test_links_open_the_private_chat_of_the_bot() -> None:
    assert deep_links.to_entry(BOT, "low-ferritin") == "https://t.me/legwise_bot?start=low-ferritin"
    assert deep_links.to_private_chat(BOT) == "https://t.me/legwise_bot?start=guest"
    assert deep_links.to_settings(BOT, -1001) == "https://t.me/legwise_bot?start=settings_-1001"


@given(st.integers(-(2**52), -1))
def test_a_link_to_the_settings_of_a_group_names_that_group(chat_id: int) -> None:
    payload = deep_links.to_settings(BOT, chat_id).partition("?start=")[2]
    assert deep_links.settings_chat_id(payload) == chat_id


@pytest.mark.parametrize(
    "payload", ["", "store", "settings_", "settings_77", "settings_-", "settings_-1-2", "settings_-١"]
)
def test_other_payloads_name_no_group(payload: str) -> None:
    assert deep_links.settings_chat_id(payload) is None
