"""Checks where the bot may write: the chat, its topics, the message to reply to."""

from __future__ import annotations

from typing import Any

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.state import BotStatus, ChatState, StoredMessage, TelegramState

_GENERAL = 1


def readable_chat(state: TelegramState, chat_id: int) -> ChatState:
    """Return a chat that the bot can read. Raises ApiError."""
    if chat_id not in state.chats:
        raise bad_request("chat not found")
    chat = state.chats[chat_id]
    if chat.migrated_to:
        raise ApiError(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if chat.bot_status is BotStatus.KICKED and chat.type == "private":
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if chat.bot_status is BotStatus.KICKED:
        raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
    if chat.bot_status is BotStatus.LEFT:
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return chat


def writable_chat(state: TelegramState, chat_id: int) -> ChatState:
    """Return a chat that the bot can write in. Raises ApiError."""
    chat = readable_chat(state, chat_id)
    if chat.bot_status is BotStatus.RESTRICTED:
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def reply_target(chat: ChatState, values: dict[str, Any]) -> StoredMessage | None:
    """Return the message that a call replies to, if it exists. Raises ApiError."""
    reply = values.get("reply_parameters")
    if not reply:
        return None
    target = chat.messages.get(reply["message_id"])
    if target is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return target


def topic_id(chat: ChatState, values: dict[str, Any], reply_to: StoredMessage | None) -> int | None:
    """Return the topic that a message is posted in; None outside of topics. Raises ApiError."""
    thread = values.get("message_thread_id")
    forum = bool(chat.info.get("is_forum"))
    if thread and (forum or chat.type == "private") and (thread == _GENERAL or thread not in chat.topics):
        raise bad_request("message thread not found")
    if not forum:
        return None
    inherited = reply_to.body.get("message_thread_id") if reply_to and reply_to.body.get("is_topic_message") else None
    topic: int | None = thread or inherited
    if (topic or _GENERAL) in chat.closed_topics and chat.bot_status is not BotStatus.ADMIN:
        raise bad_request("TOPIC_CLOSED")
    return topic


def own_message(chat: ChatState, message_id: int) -> StoredMessage:
    """Return a message of the bot's that it may edit. Raises ApiError."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.is_own:
        raise bad_request("message can't be edited")
    return message
