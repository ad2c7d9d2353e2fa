"""Messages sent, edited, deleted and reacted to. Raises Refusal in production's words."""

from __future__ import annotations

from typing import Any

from bot.simulator import access, keyboards
from bot.simulator.errors import bad
from bot.simulator.identity import BOT
from bot.simulator.state import Standing, StoredMessage, World
from bot.simulator.text import words

DELETABLE = 48 * 3600.0
"""Seconds in which a message can be deleted."""
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send(world: World, values: dict[str, Any], now: float) -> dict[str, Any]:
    """A new message."""
    place = access.writable(world, values["chat_id"])
    said = words(values, values["text"])
    keyboards.check(markup) if (markup := values.get("reply_markup")) else None
    to = access.replied(place, values)
    thread = access.topic(place, values, to)
    world.last_message += 1
    body = {"message_id": world.last_message, "date": int(now), "chat": place.chat, "from": BOT} | said
    body |= _beneath(values) | ({"reply_to_message": _quoted(to)} if to else {})
    body |= {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    place.messages[world.last_message] = StoredMessage(body, now)
    return body


def edit(world: World, values: dict[str, Any], now: float) -> dict[str, Any] | bool:
    """Other words, another keyboard, or both, in a message's place."""
    said = words(values, values["text"]) if "text" in values else {}
    if markup := values.get("reply_markup"):
        keyboards.check(markup, inline_only=True)
    if "inline_message_id" in values:
        return _edit_inline(world, values["inline_message_id"], said, values)
    if not {"chat_id", "message_id"} <= values.keys():
        raise bad("message identifier is not specified")
    kept = access.own(access.writable(world, values["chat_id"]), values["message_id"])
    kept.body = _changed(kept.body, said, values) | {"edit_date": int(now)}
    return kept.body


def _edit_inline(world: World, posted: str, said: dict[str, Any], values: dict[str, Any]) -> bool:
    if posted not in world.inline:
        raise bad("MESSAGE_ID_INVALID")
    world.inline[posted] = _changed(world.inline[posted], said, values)
    return True


def _changed(body: dict[str, Any], said: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    dropped = {"reply_markup"} | ({"text", "entities"} if said else set())
    after = {name: value for name, value in body.items() if name not in dropped} | said | _beneath(values)
    if "text" in after and all(after.get(name) == body.get(name) for name in ("text", "entities", "reply_markup")):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return after


def delete(world: World, values: dict[str, Any], now: float) -> bool:
    """Take a message away."""
    place = access.readable(world, values["chat_id"])
    kept = place.messages.get(values["message_id"])
    if kept is None:
        raise bad("message to delete not found")
    if now - kept.at > DELETABLE:
        raise bad("message can't be deleted for everyone")
    if not kept.ours and place.kind != "private" and place.standing is not Standing.ADMIN:
        raise bad("message can't be deleted")
    del place.messages[values["message_id"]]
    return True


def act(world: World, values: dict[str, Any]) -> bool:
    """Show that the bot is writing."""
    access.topic(access.writable(world, values["chat_id"]), values, None)
    if values["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def react(world: World, values: dict[str, Any]) -> bool:
    """Set a reaction; a bot may set one."""
    if values["message_id"] not in access.readable(world, values["chat_id"]).messages:
        raise bad("message to react not found")
    if len(values.get("reaction", [])) > 1:
        raise bad("REACTIONS_TOO_MANY")
    return True


def _beneath(values: dict[str, Any]) -> dict[str, Any]:
    markup = values.get("reply_markup", {})
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _quoted(to: StoredMessage) -> dict[str, Any]:
    """The message replied to, as it stands within the reply: without the one that it replies to itself."""
    return {name: value for name, value in to.body.items() if name != "reply_to_message"}
