"""The supported methods with their parameters, and the decoding of parameter values."""

from __future__ import annotations

import json
from typing import Any

from bot.simulator.errors import ApiError, bad_request, simulator_error

_TEXT = {"text", "parse_mode", "entities", "link_preview_options", "reply_markup"}
_TARGET = {"chat_id", "message_id", "inline_message_id"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setWebhook": {"url", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"},
    "deleteWebhook": {"drop_pending_updates"},
    "getWebhookInfo": set(),
    "sendMessage": _TEXT
    | {"chat_id", "message_thread_id", "reply_parameters", "disable_notification", "protect_content"},
    "editMessageText": _TEXT | _TARGET,
    "editMessageReplyMarkup": _TARGET | {"reply_markup"},
    "deleteMessage": {"chat_id", "message_id"},
    "sendChatAction": {"chat_id", "action", "message_thread_id"},
    "setMessageReaction": {"chat_id", "message_id", "reaction", "is_big"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"},
    "answerGuestQuery": {"guest_query_id", "result"},
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
    "getChatAdministrators": {"chat_id"},
    "leaveChat": {"chat_id"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "deleteMyCommands": {"scope", "language_code"},
    "getMyCommands": {"scope", "language_code"},
    "setMyDescription": {"description", "language_code"},
    "setMyShortDescription": {"short_description", "language_code"},
    "getMyDescription": {"language_code"},
    "getMyShortDescription": {"language_code"},
}
REQUIRED: dict[str, set[str]] = {
    "setWebhook": {"url"},
    "sendMessage": {"chat_id", "text"},
    "editMessageText": {"text"},
    "deleteMessage": {"chat_id", "message_id"},
    "sendChatAction": {"chat_id", "action"},
    "setMessageReaction": {"chat_id", "message_id"},
    "answerCallbackQuery": {"callback_query_id"},
    "answerInlineQuery": {"inline_query_id", "results"},
    "answerGuestQuery": {"guest_query_id", "result"},
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
    "getChatAdministrators": {"chat_id"},
    "leaveChat": {"chat_id"},
    "setMyCommands": {"commands"},
}
_NAMES = {name.casefold(): name for name in PARAMETERS}
_JSON = {
    "entities", "link_preview_options", "reply_markup", "reply_parameters", "commands", "scope", "allowed_updates",
    "results", "result", "button", "reaction",
}  # fmt: skip
_NUMBERS = {
    "chat_id", "user_id", "message_thread_id", "message_id", "offset", "limit", "timeout", "cache_time",
    "max_connections",
}  # fmt: skip
_FLAGS = {"disable_notification", "protect_content", "show_alert", "is_personal", "is_big", "drop_pending_updates"}


def canonical_name(method: str) -> str:
    """Return a method's name as documented; the server ignores case. Raises ApiError."""
    if method.casefold() not in _NAMES:
        raise ApiError(404, "Not Found: method not found")
    return _NAMES[method.casefold()]


def decode(raw: dict[str, str]) -> dict[str, Any]:
    """Return the parameters of a call as values. Raises ApiError."""
    return {name: _value(name, text) for name, text in raw.items()}


def check(method: str, values: dict[str, Any]) -> None:
    """Check that a call has all required parameters and no unknown ones. Raises ApiError."""
    if unknown := values.keys() - PARAMETERS[method]:
        raise simulator_error(f"unknown parameter {sorted(unknown)}")
    if missing := REQUIRED.get(method, set()) - values.keys():
        raise bad_request(f"missing parameter {sorted(missing)}")


def _value(name: str, text: str) -> Any:
    if name in _FLAGS:
        return text.casefold() in ("true", "yes", "1")
    try:
        return int(text) if name in _NUMBERS else json.loads(text) if name in _JSON else text
    except ValueError:
        raise bad_request("chat not found" if name == "chat_id" else f"can't parse {name}") from None
