"""The identity of the simulated bot."""

from __future__ import annotations

from typing import Any

TOKEN = "123456:TEST-token_of_nobody"
BOT: dict[str, Any] = {"id": 123456, "is_bot": True, "first_name": "legwise", "username": "legwise_bot"}
"""The bot as the sender of messages."""
ME: dict[str, Any] = BOT | {
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
    "supports_guest_queries": True,
}  # fmt: skip
"""The bot as getMe returns it."""
