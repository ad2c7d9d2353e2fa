"""What may stand beneath a message, and the links that lead back to the bot. Pure."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.simulator.errors import bad, judged
from bot.simulator.identity import BOT

PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link may carry."""
_ACTIONS = {
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "web_app", "login_url", "callback_game", "pay",
}  # fmt: skip


def check(markup: dict[str, Any], *, inline_only: bool = False) -> None:
    """Look at a reply_markup. Raises Refusal."""
    if "inline_keyboard" in markup:
        _inline(markup["inline_keyboard"])
    elif inline_only:
        raise bad("inline keyboard expected")
    elif "force_reply" in markup:
        placeholder = markup.get("input_field_placeholder")
        if placeholder is not None and not 1 <= len(placeholder) <= 64:
            raise bad("the input field placeholder must have 1 to 64 characters")
    elif not markup.keys() & {"keyboard", "remove_keyboard"}:
        raise bad("object expected as reply markup")


def link(url: str) -> None:
    """Look at a link. Raises Refusal for one to the bot that carries what Telegram would not hand on."""
    parts = urlsplit(url)
    if parts.hostname != "t.me" or parts.path.strip("/").casefold() != str(BOT["username"]):
        return
    carried = parse_qs(parts.query, keep_blank_values=True)
    for name in ("start", "startgroup"):
        if any(value and not PARAMETER.fullmatch(value) for value in carried.get(name, [])):
            raise judged(f"a deep link carries what Telegram drops: {url}")


def _inline(rows: list[list[dict[str, Any]]]) -> None:
    if any(not row or len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _button(button)


def _button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if len(button.keys() & _ACTIONS) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
            raise bad("BUTTON_URL_INVALID")
        link(button["url"])
