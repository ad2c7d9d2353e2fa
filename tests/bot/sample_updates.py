"""Updates as Telegram sends them, as JSON values."""

from __future__ import annotations

import itertools
import re
from typing import Any

from bot.simulator.chat_members import chat_member
from bot.simulator.formatting import utf16_length
from bot.simulator.identity import BOT

_NUMBERS = itertools.count(1)

DATE = 1700000000
"""The date of every message unless given, in seconds since 1970."""
ASKER: dict[str, Any] = {"id": 77, "is_bot": False, "first_name": "Ada", "language_code": "en"}
OTHER: dict[str, Any] = {"id": 88, "is_bot": False, "first_name": "Bo"}
A_BOT: dict[str, Any] = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
TELEGRAM: dict[str, Any] = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS: dict[str, Any] = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip
PRIVATE: dict[str, Any] = {"id": 77, "type": "private", "first_name": "Ada"}
BASIC: dict[str, Any] = {"id": -51, "type": "group", "title": "Small"}
GROUP: dict[str, Any] = {"id": -1001, "type": "supergroup", "title": "Restless"}
FORUM = GROUP | {"is_forum": True}
CHANNEL: dict[str, Any] = {"id": -1009, "type": "channel", "title": "News"}
PHOTO: list[dict[str, Any]] = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
LINKED: dict[str, Any] = {"id": -1008, "type": "supergroup", "title": "Talk of the news"}
"""The discussion group of CHANNEL."""


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """Return a message, with its entities for commands and mentions in the text or caption."""
    number = next(_NUMBERS)
    body: dict[str, Any] = {"message_id": number, "date": DATE, "chat": chat, "from": ASKER}
    body |= _worded(text=text, caption=fields.get("caption"))
    return body | {name.rstrip("_"): value for name, value in fields.items()}


def update(kind: str = "message", **body: Any) -> dict[str, Any]:
    """Return an update of a kind."""
    return {"update_id": next(_NUMBERS), kind: body}


def said(text: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """Return an update with a new message."""
    return update(**message(text, chat, **fields))


def pictured(caption: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """Return an update with a picture."""
    return said(None, chat, photo=PHOTO, **({"caption": caption} if caption else {}), **fields)


def in_topic(thread: int, text: str | None = None, chat: dict[str, Any] = FORUM, **fields: Any) -> dict[str, Any]:
    """Return an update with a new message in a topic. The General topic has no id: use `said(text, FORUM)`."""
    return said(text, chat, message_thread_id=thread, is_topic_message=True, **fields)


def by_admin(text: str | None = None, chat: dict[str, Any] = GROUP, **fields: Any) -> dict[str, Any]:
    """Return an update with a new message by an anonymous admin."""
    return said(text, chat, from_=ANONYMOUS, sender_chat=chat, **fields)


def channel_post(text: str | None = None, chat: dict[str, Any] = LINKED, **fields: Any) -> dict[str, Any]:
    """Return an update with a post of the linked channel, as Telegram forwards it into the group."""
    origin = {"type": "channel", "date": DATE, "chat": CHANNEL, "message_id": 3}
    automatic = {"sender_chat": CHANNEL, "is_automatic_forward": True, "forward_origin": origin}
    return said(text, chat, from_=TELEGRAM, **automatic, **fields)


def edited(
    before: dict[str, Any], text: str | None = None, after: int = 60, caption: str | None = None
) -> dict[str, Any]:
    """Return an update with an edited message, `after` seconds later; None leaves the text or caption unchanged.

    `before` is the update with the message.
    """
    old = before.get("message") or before["edited_message"]
    body = old | {"edit_date": old["date"] + after}
    if text is not None or caption is not None:
        body = {name: value for name, value in body.items() if name not in {"entities", "caption_entities"}}
    return update("edited_message", **(body | _worded(text=text, caption=caption)))


def by_bot(text: str | None = "an answer", chat: dict[str, Any] = GROUP, **fields: Any) -> dict[str, Any]:
    """Return a message by the bot, to reply to or to press a button of."""
    return message(text, chat, **({"from_": BOT} | fields))


def pressed(data: str, under: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Return an update with a press of a button, by default under a message in the private chat.

    The last message that the bot sent is `api.posted[-1]`; it contains the message that it replies to.
    """
    body = {"id": "4711", "from": ASKER, "chat_instance": "1", "data": data, "message": under or by_bot(chat=PRIVATE)}
    return update("callback_query", **(body | {name.rstrip("_"): value for name, value in fields.items()}))


def pressed_inline(data: str, inline_message_id: str, **fields: Any) -> dict[str, Any]:
    """Return an update with a press under a message of an inline or guest answer; it has no chat."""
    body = pressed(data, inline_message_id=inline_message_id, **fields)
    del body["callback_query"]["message"]
    return body


def inaccessible(chat: dict[str, Any] = GROUP, message_id: int = 5) -> dict[str, Any]:
    """Return an InaccessibleMessage, which a press on an old message contains."""
    return {"message_id": message_id, "date": 0, "chat": chat}


def typed(query: str, offset: str = "", chat_type: str = "supergroup", **fields: Any) -> dict[str, Any]:
    """Return an update with an inline query: `@bot query`, not yet sent."""
    number = next(_NUMBERS)
    body = {"id": f"inline-query-{number}", "from": ASKER, "query": query, "offset": offset, "chat_type": chat_type}
    return update("inline_query", **(body | {name.rstrip("_"): value for name, value in fields.items()}))


def chose(result_id: str, query: str, inline_message_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return an update with a chosen inline result. The message has an id only if it has a keyboard.

    After a real answer, use `update("chosen_inline_result", **api.choose(...))`.
    """
    body = {"result_id": result_id, "from": ASKER, "query": query}
    body |= {"inline_message_id": inline_message_id} if inline_message_id else {}
    return update("chosen_inline_result", **(body | {name.rstrip("_"): value for name, value in fields.items()}))


def as_guest(text: str, chat: dict[str, Any] = GROUP, **fields: Any) -> dict[str, Any]:
    """Return an update with a guest message: it mentions the bot in a chat without it."""
    body = message(text, chat, **fields)
    return update("guest_message", **({"guest_query_id": str(4000 + body["message_id"])} | body))


def bot_status(
    status: str, chat: dict[str, Any] = GROUP, before: str = "member", *, writes: bool = True
) -> dict[str, Any]:
    """Return an update with the new status of the bot in a chat.

    `status` is "member", "administrator", "restricted" (with `writes`), "left" or "kicked"; a user who blocks the bot
    gives "kicked" in the private chat.
    """
    now = chat_member(BOT, status, can_write=writes)
    body = {
        "chat": chat,
        "from": OTHER,
        "date": DATE,
        "old_chat_member": chat_member(BOT, before),
        "new_chat_member": now,
    }
    return update("my_chat_member", **body)


def migrated(old: int = -51, new: int = -1051) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two updates about a group that became a supergroup: in the old chat and in the new one."""
    before, after = BASIC | {"id": old}, GROUP | {"id": new}
    return said(None, before, migrate_to_chat_id=new), said(None, after, migrate_from_chat_id=old)


def _worded(*, text: str | None, caption: str | None) -> dict[str, Any]:
    """Return the fields of a text or caption with its entities."""
    body: dict[str, Any] = {}
    if text is not None:
        body |= {"text": text} | ({"entities": found} if (found := _entities(text)) else {})
    if caption is not None:
        body |= {"caption": caption} | ({"caption_entities": found} if (found := _entities(caption)) else {})
    return body


def _entities(text: str) -> list[dict[str, Any]]:
    kinds = {"bot_command": r"^/[A-Za-z0-9_]+(?:@\w+)?", "mention": r"(?<!\w)@\w{5,}"}
    spans = [(kind, found) for kind, pattern in kinds.items() for found in re.finditer(pattern, text)]
    return [
        {"type": kind, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found.group())}
        for kind, found in spans
        if not (kind == "mention" and text.startswith("/") and found.end() <= len(text.split(maxsplit=1)[0]))
    ]
