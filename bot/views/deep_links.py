"""Deep links: https://t.me/BOT?start=PAYLOAD opens the private chat, where `/start PAYLOAD` is sent."""

from __future__ import annotations

import re

from telegram.helpers import create_deep_linked_url

INLINE = "inline"
GUEST = "guest"
TOPICS = "topics"
"""The payload that opens the private chat at the list of topics."""
_SETTINGS = "settings_"
_SETTINGS_PAYLOAD = re.compile(rf"{_SETTINGS}(-[0-9]{{1,16}})", re.ASCII)


def to_entry(username: str, entry: str) -> str:
    """Return a link to an entry."""
    return create_deep_linked_url(username, entry)


def to_private_chat(username: str) -> str:
    """Return the link for a guest answer, which greets."""
    return create_deep_linked_url(username, GUEST)


def to_settings(username: str, chat_id: int) -> str:
    """Return a link to the settings of a group."""
    return create_deep_linked_url(username, f"{_SETTINGS}{chat_id}")


def settings_chat_id(payload: str) -> int | None:
    """Return the group of a link to its settings; None for any other payload."""
    match = _SETTINGS_PAYLOAD.fullmatch(payload)
    return int(match[1]) if match else None
