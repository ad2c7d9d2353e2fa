"""The words of a message, judged as production does: after the entities. Pure."""

from __future__ import annotations

from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import bad, judged
from bot.simulator.formatting import parsed, units

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
"""Telegram drops the rest in silence."""


def words(values: dict[str, Any], text: str) -> dict[str, Any]:
    """Text and entities of a message. Raises Refusal."""
    shown, entities = _read(values, text)
    start, bare = units(shown) - units(shown.lstrip()), shown.strip()
    if not bare:
        raise bad("message text is empty")
    if units(bare) > LONGEST_TEXT:
        raise bad("message is too long")
    return {"text": bare} | _placed(entities, start, units(bare))


def caption(values: dict[str, Any]) -> None:
    """Look at a caption. Raises Refusal."""
    if units(_read(values, values.get("caption", ""))[0].strip()) > LONGEST_CAPTION:
        raise bad("message caption is too long")


def _read(values: dict[str, Any], text: str) -> tuple[str, list[dict[str, Any]]]:
    mode = values.get("parse_mode", "")
    if values.get("entities") or not mode:
        shown, entities = text, list(values.get("entities", []))
    elif mode.casefold() == "html":
        shown, entities = parsed(text)
    else:
        raise judged(f"parse_mode {mode} is not known here")
    if len(entities) > MOST_ENTITIES:
        raise judged(f"{len(entities)} entities; Telegram keeps {MOST_ENTITIES}")
    for entity in entities:
        keyboards.link(entity.get("url", ""))
    return shown, entities


def _placed(entities: list[dict[str, Any]], start: int, length: int) -> dict[str, Any]:
    moved = []
    for entity in entities:
        first = max(0, entity["offset"] - start)
        last = min(length, entity["offset"] + entity["length"] - start)
        if last > first:
            moved.append(entity | {"offset": first, "length": last - first})
    return {"entities": moved} if moved else {}
