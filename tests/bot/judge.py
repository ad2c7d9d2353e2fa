"""The rules of the Bot API, as far as legwise uses it: a call in, its result out, or the refusal that production gives.

Pure: knows no HTTP. `wire.py` puts it under an Application, `counterpart.py` behind a real server.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

TOKEN = "123456:TEST-token_of_nobody"
BOT: dict[str, Any] = {
    "id": 123456, "is_bot": True, "first_name": "legwise", "username": "legwise_bot", "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip

_TEXT = {"text", "parse_mode", "entities", "link_preview_options", "reply_markup"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendMessage": _TEXT | {"chat_id", "message_thread_id", "reply_parameters", "disable_notification"},
    "editMessageText": _TEXT | {"chat_id", "message_id", "inline_message_id"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
}
REQUIRED: dict[str, set[str]] = {
    "sendMessage": {"chat_id", "text"},
    "editMessageText": {"text"},
    "answerCallbackQuery": {"callback_query_id"},
    "setMyCommands": {"commands"},
}
_JSON = {"entities", "link_preview_options", "reply_markup", "reply_parameters", "commands", "scope", "allowed_updates"}
_NUMBERS = {"chat_id", "message_thread_id", "message_id", "offset", "limit", "timeout"}
_TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>|([<>])|([^<>]+)")
_TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);)")


class Refusal(Exception):  # noqa: N818 - a value that travels as an exception
    """Production would refuse the call."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def envelope(self) -> dict[str, Any]:
        """The body of the HTTP answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


@dataclass(frozen=True)
class Call:
    """A call that the bot made, with its parameters as values."""

    method: str
    parameters: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    @property
    def text(self) -> str:
        """The words that a person sees."""
        return visible(self.parameters["text"])

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Label and data of each button beneath."""
        rows = self.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]


@dataclass
class Judge:
    """Judges calls and remembers the good ones. `faults` are met first, one a call of the method it names."""

    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[tuple[str, Refusal]] = field(default_factory=list)
    messages: int = 9000

    def call(self, method: str, raw: dict[str, str]) -> Any:
        """The result of a call. Raises Refusal."""
        try:
            values = {name: _value(name, text) for name, text in raw.items()}
            for place, (of, fault) in enumerate(self.faults):
                if of == method:
                    del self.faults[place]
                    raise fault
            _complete(method, values)
            result = self._result(method, values)
        except Refusal as refusal:
            self.refused.append(f"{method}: {refusal.description}")
            raise
        self.calls.append(Call(method, values))
        return result

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def _result(self, method: str, values: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "sendMessage" | "editMessageText":
                return self._message(values)
            case "answerCallbackQuery":
                if len(values.get("text", "")) > 200:
                    raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
            case "setMyCommands":
                _commands(values["commands"])
        return True

    def _message(self, values: dict[str, Any]) -> dict[str, Any]:
        text = visible(values["text"]) if values.get("parse_mode") == "HTML" else values["text"]
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise Refusal(400, "Bad Request: message is too long")
        _keyboard(values.get("reply_markup", {}))
        self.messages += 1
        kind = "private" if values["chat_id"] > 0 else "supergroup"
        return {
            "message_id": values.get("message_id", self.messages), "date": 1700000000, "text": text, "from": BOT,
            "chat": {"id": values["chat_id"], "type": kind, "title": "x"},
        }  # fmt: skip


def visible(html: str) -> str:
    """The words of a text in Telegram's HTML. Raises Refusal where the markup is broken."""
    if _ENTITY.search(html):
        raise Refusal(400, "Bad Request: can't parse entities: unescaped &")
    opened: list[str] = []
    shown = []
    for closing, tag, rest, stray, text in _TAG.findall(html):
        if stray or (tag and tag not in _TAGS) or (closing and (rest or not opened or opened.pop() != tag)):
            raise Refusal(400, f"Bad Request: can't parse entities: {stray or tag}")
        if tag == "a" and not closing and not re.fullmatch(r' href="[^"<>]+"', rest):
            raise Refusal(400, "Bad Request: can't parse entities: href")
        if tag and not closing:
            opened.append(tag)
        shown.append(unescape(text))
    if opened:
        raise Refusal(400, f"Bad Request: can't parse entities: {opened[-1]} is not closed")
    return "".join(shown)


def _value(name: str, text: str) -> Any:
    if name in _NUMBERS:
        return int(text)
    return json.loads(text) if name in _JSON else text


def _complete(method: str, values: dict[str, Any]) -> None:
    if method not in PARAMETERS:
        raise Refusal(404, "Not Found: method not found")
    if unknown := values.keys() - PARAMETERS[method]:
        raise Refusal(400, f"Bad Request: unknown parameter {sorted(unknown)}")
    if missing := REQUIRED.get(method, set()) - values.keys():
        raise Refusal(400, f"Bad Request: missing parameter {sorted(missing)}")


def _keyboard(markup: dict[str, Any]) -> None:
    for row in markup.get("inline_keyboard", []):
        if not row:
            raise Refusal(400, "Bad Request: an empty row")
        for button in row:
            if not button["text"] or not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")


def _commands(commands: list[dict[str, str]]) -> None:
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
