"""Finds the entities that a Telegram app finds in a typed message: a command at the start, and mentions."""

from __future__ import annotations

import re
from typing import Any

from bot.simulator.formatting import utf16_length

_COMMAND = re.compile(r"^/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_MENTION = re.compile(r"(?<!\w)@\w+")


def typed_entities(text: str, field: str = "entities") -> dict[str, Any]:
    """Return the field with the entities of a text; nothing if it has none."""
    found = [(match, "bot_command") for match in _COMMAND.finditer(text)]
    found += [(match, "mention") for match in _MENTION.finditer(text)]
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match.group())}
        for match, kind in found
    ]
    return {field: entities} if entities else {}
