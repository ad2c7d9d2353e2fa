"""Checks of message texts and captions, made after their markup is parsed."""

from __future__ import annotations

from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import bad_request, simulator_error
from bot.simulator.formatting import parse_html, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
"""Telegram silently drops further entities."""


def message_text(values: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the text and entities of a message. Raises ApiError."""
    visible, entities = _parse(values, text)
    start, stripped = utf16_length(visible) - utf16_length(visible.lstrip()), visible.strip()
    if not stripped:
        raise bad_request("message text is empty")
    if utf16_length(stripped) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": stripped} | _shifted(entities, start, utf16_length(stripped))


def check_caption(values: dict[str, Any]) -> None:
    """Check a caption. Raises ApiError."""
    if utf16_length(_parse(values, values.get("caption", ""))[0].strip()) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def _parse(values: dict[str, Any], text: str) -> tuple[str, list[dict[str, Any]]]:
    mode = values.get("parse_mode", "")
    if values.get("entities") or not mode:
        visible, entities = text, list(values.get("entities", []))
    elif mode.casefold() == "html":
        visible, entities = parse_html(text)
    else:
        raise simulator_error(f"parse_mode {mode} is not supported")
    if len(entities) > MAX_ENTITIES:
        raise simulator_error(f"{len(entities)} entities; Telegram keeps {MAX_ENTITIES}")
    for entity in entities:
        keyboards.check_link(entity.get("url", ""))
    return visible, entities


def _shifted(entities: list[dict[str, Any]], start: int, length: int) -> dict[str, Any]:
    shifted = []
    for entity in entities:
        first = max(0, entity["offset"] - start)
        last = min(length, entity["offset"] + entity["length"] - start)
        if last > first:
            shifted.append(entity | {"offset": first, "length": last - first})
    return {"entities": shifted} if shifted else {}
