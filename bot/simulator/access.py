"""Where the bot may write: the chat, its topics, the message replied to. Raises Refusal in production's words."""

from __future__ import annotations

from typing import Any

from bot.simulator.errors import Refusal, bad
from bot.simulator.state import Place, Standing, StoredMessage, World

_GENERAL = 1


def readable(world: World, chat_id: int) -> Place:
    """A chat that the bot can look into."""
    if chat_id not in world.places:
        raise bad("chat not found")
    place = world.places[chat_id]
    if place.moved_to:
        raise Refusal(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=place.moved_to
        )
    if place.standing is Standing.KICKED and place.kind == "private":
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    if place.standing is Standing.KICKED:
        raise Refusal(403, f"Forbidden: bot was kicked from the {place.kind} chat")
    if place.standing is Standing.LEFT:
        raise Refusal(403, f"Forbidden: bot is not a member of the {place.kind} chat")
    return place


def writable(world: World, chat_id: int) -> Place:
    """A chat that the bot can write in."""
    place = readable(world, chat_id)
    if place.standing is Standing.MUTED:
        raise bad("not enough rights to send text messages to the chat")
    return place


def replied(place: Place, values: dict[str, Any]) -> StoredMessage | None:
    """The message that a call replies to, if it is there."""
    wanted = values.get("reply_parameters")
    if not wanted:
        return None
    found = place.messages.get(wanted["message_id"])
    if found is None and not wanted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return found


def topic(place: Place, values: dict[str, Any], to: StoredMessage | None) -> int | None:
    """The topic that a message goes to; None outside of topics."""
    thread = values.get("message_thread_id")
    forum = bool(place.chat.get("is_forum"))
    if thread and (forum or place.kind == "private") and (thread == _GENERAL or thread not in place.topics):
        raise bad("message thread not found")
    if not forum:
        return None
    where = thread or (to.body.get("message_thread_id") if to and to.body.get("is_topic_message") else None)
    if (where or _GENERAL) in place.closed and place.standing is not Standing.ADMIN:
        raise bad("TOPIC_CLOSED")
    return where


def own(place: Place, message_id: int) -> StoredMessage:
    """A message of the bot's, to be edited."""
    kept = place.messages.get(message_id)
    if kept is None:
        raise bad("message to edit not found")
    if not kept.ours:
        raise bad("message can't be edited")
    return kept
