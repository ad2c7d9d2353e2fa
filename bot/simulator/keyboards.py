"""Checks of reply markup, and of links to the bot."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.simulator.errors import bad_request, simulator_error
from bot.simulator.identity import BOT

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""The parameter of a deep link."""
_ACTIONS = {
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "web_app", "login_url", "callback_game", "pay",
}  # fmt: skip


def check(markup: dict[str, Any], *, inline_only: bool = False) -> None:
    """Check a reply_markup. Raises ApiError."""
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif inline_only:
        raise bad_request("inline keyboard expected")
    elif "force_reply" in markup:
        placeholder = markup.get("input_field_placeholder")
        if placeholder is not None and not 1 <= len(placeholder) <= 64:
            raise bad_request("the input field placeholder must have 1 to 64 characters")
    elif not markup.keys() & {"keyboard", "remove_keyboard"}:
        raise bad_request("object expected as reply markup")


def check_link(url: str) -> None:
    """Check a link. Raises ApiError for a deep link whose parameter Telegram would drop."""
    parts = urlsplit(url)
    if parts.hostname != "t.me" or parts.path.strip("/").casefold() != str(BOT["username"]):
        return
    query = parse_qs(parts.query, keep_blank_values=True)
    for name in ("start", "startgroup"):
        if any(value and not START_PARAMETER.fullmatch(value) for value in query.get(name, [])):
            raise simulator_error(f"a deep link whose parameter Telegram drops: {url}")


def _check_inline(rows: list[list[dict[str, Any]]]) -> None:
    if any(not row or len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if len(button.keys() & _ACTIONS) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
            raise bad_request("BUTTON_URL_INVALID")
        check_link(button["url"])
