"""Methods that send, edit and delete messages or react to them. Each raises ApiError."""

from __future__ import annotations

from typing import Any

from bot.simulator import access, keyboards
from bot.simulator.errors import bad_request
from bot.simulator.identity import BOT
from bot.simulator.state import BotStatus, StoredMessage, TelegramState
from bot.simulator.text import message_text

DELETABLE = 48 * 3600.0
"""Seconds in which a message can be deleted."""
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(state: TelegramState, values: dict[str, Any], now: float) -> dict[str, Any]:
    """Carry out sendMessage."""
    chat = access.writable_chat(state, values["chat_id"])
    text = message_text(values, values["text"])
    if markup := values.get("reply_markup"):
        keyboards.check(markup)
    reply_to = access.reply_target(chat, values)
    topic = access.topic_id(chat, values, reply_to)
    state.last_message_id += 1
    body = {"message_id": state.last_message_id, "date": int(now), "chat": chat.info, "from": BOT} | text
    body |= _inline_keyboard(values) | ({"reply_to_message": _quoted(reply_to)} if reply_to else {})
    body |= {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    chat.messages[state.last_message_id] = StoredMessage(body, now)
    return body


def edit_message(state: TelegramState, values: dict[str, Any], now: float) -> dict[str, Any] | bool:
    """Carry out editMessageText and editMessageReplyMarkup."""
    text = message_text(values, values["text"]) if "text" in values else {}
    if markup := values.get("reply_markup"):
        keyboards.check(markup, inline_only=True)
    if "inline_message_id" in values:
        return _edit_inline(state, values["inline_message_id"], text, values)
    if not {"chat_id", "message_id"} <= values.keys():
        raise bad_request("message identifier is not specified")
    message = access.own_message(access.writable_chat(state, values["chat_id"]), values["message_id"])
    message.body = _edited(message.body, text, values) | {"edit_date": int(now)}
    return message.body


def _edit_inline(state: TelegramState, message_id: str, text: dict[str, Any], values: dict[str, Any]) -> bool:
    if message_id not in state.inline_messages:
        raise bad_request("MESSAGE_ID_INVALID")
    state.inline_messages[message_id] = _edited(state.inline_messages[message_id], text, values)
    return True


def _edited(body: dict[str, Any], text: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    replaced = {"reply_markup"} | ({"text", "entities"} if text else set())
    after = {name: value for name, value in body.items() if name not in replaced} | text | _inline_keyboard(values)
    if "text" in after and all(after.get(name) == body.get(name) for name in ("text", "entities", "reply_markup")):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return after


def delete_message(state: TelegramState, values: dict[str, Any], now: float) -> bool:
    """Carry out deleteMessage."""
    chat = access.readable_chat(state, values["chat_id"])
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if now - message.sent_at > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    if not message.is_own and chat.type != "private" and chat.bot_status is not BotStatus.ADMIN:
        raise bad_request("message can't be deleted")
    del chat.messages[values["message_id"]]
    return True


def send_chat_action(state: TelegramState, values: dict[str, Any]) -> bool:
    """Carry out sendChatAction."""
    access.topic_id(access.writable_chat(state, values["chat_id"]), values, None)
    if values["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def set_message_reaction(state: TelegramState, values: dict[str, Any]) -> bool:
    """Carry out setMessageReaction; a bot may set one reaction."""
    message = access.readable_chat(state, values["chat_id"]).messages.get(values["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reaction = values.get("reaction", [])
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reaction = reaction[0].get("emoji", "") if reaction else ""
    return True


def _inline_keyboard(values: dict[str, Any]) -> dict[str, Any]:
    markup = values.get("reply_markup", {})
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _quoted(message: StoredMessage) -> dict[str, Any]:
    """Return a message as it appears in a reply: without the message that it replies to itself."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}
