"""Updates as Telegram sends them, as JSON values."""

from __future__ import annotations

import itertools
import re
from typing import Any

from tests.bot.judge import BOT

_NUMBERS = itertools.count(1)

ASKER: dict[str, Any] = {"id": 77, "is_bot": False, "first_name": "Ada", "language_code": "en"}
OTHER: dict[str, Any] = {"id": 88, "is_bot": False, "first_name": "Bo"}
A_BOT: dict[str, Any] = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Ada"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Restless"}
FORUM = GROUP | {"is_forum": True}


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """A message, with the entities that Telegram would find in it: commands and mentions."""
    number = next(_NUMBERS)
    body: dict[str, Any] = {"message_id": number, "date": 1700000000, "chat": chat, "from": ASKER}
    if text is not None:
        body |= {"text": text} | ({"entities": found} if (found := _entities(text)) else {})
    return body | {name.rstrip("_"): value for name, value in fields.items()}


def update(kind: str = "message", **body: Any) -> dict[str, Any]:
    """An update of a kind."""
    return {"update_id": next(_NUMBERS), kind: body}


def said(text: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """An update with a new message."""
    return update(**message(text, chat, **fields))


def by_bot(text: str | None = "an answer", chat: dict[str, Any] = GROUP, **fields: Any) -> dict[str, Any]:
    """A message of the bot's own, to be replied to or pressed."""
    return message(text, chat, **({"from_": BOT} | fields))


def pressed(data: str, under: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """An update with a press of a button, under a message of the bot's in the private chat unless told."""
    body = {"id": "4711", "from": ASKER, "chat_instance": "1", "data": data, "message": under or by_bot(chat=PRIVATE)}
    return update("callback_query", **(body | fields))


def _entities(text: str) -> list[dict[str, Any]]:
    kinds = {"bot_command": r"^/[A-Za-z0-9_]+(?:@\w+)?", "mention": r"(?<!\w)@\w{5,}"}
    spans = [(kind, found) for kind, pattern in kinds.items() for found in re.finditer(pattern, text)]
    return [
        {"type": kind, "offset": _units(text[: found.start()]), "length": _units(found.group())}
        for kind, found in spans
        if not (kind == "mention" and text.startswith("/") and found.end() <= len(text.split(maxsplit=1)[0]))
    ]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
