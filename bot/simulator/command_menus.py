"""Methods about command menus and descriptions. Each raises ApiError."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.errors import bad_request

_SCOPES = {
    "default": set(), "all_private_chats": set(), "all_group_chats": set(), "all_chat_administrators": set(),
    "chat": {"chat_id"}, "chat_administrators": {"chat_id"}, "chat_member": {"chat_id", "user_id"},
}  # fmt: skip
_Menu = list[dict[str, str]]


@dataclass
class CommandMenus:
    """The command menus by scope and language, and the two descriptions by language."""

    commands: dict[tuple[str, str], _Menu] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)

    def set(self, values: dict[str, Any]) -> bool:
        """Carry out setMyCommands."""
        commands = values["commands"]
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_key(values)] = commands
        return True

    def delete(self, values: dict[str, Any]) -> bool:
        """Carry out deleteMyCommands."""
        self.commands.pop(_key(values), None)
        return True

    def get(self, values: dict[str, Any]) -> _Menu:
        """Carry out getMyCommands."""
        return self.commands.get(_key(values), [])

    def shown(self, chat_type: str, language: str, *, is_admin: bool = False) -> _Menu:
        """Return the menu that an app shows in a kind of chat: that of the narrowest scope, in its language if any.

        The scopes of single chats and members are not looked at: https://core.telegram.org/bots/api#botcommandscope
        """
        in_groups = ("all_chat_administrators",) * is_admin + ("all_group_chats",)
        scopes = ("all_private_chats",) if chat_type == "private" else in_groups
        keys = ((json.dumps({"type": scope}), code) for scope in (*scopes, "default") for code in (language, ""))
        return next((self.commands[key] for key in keys if self.commands.get(key)), [])

    def shown_description(self, language: str) -> str:
        """Return the description that an app shows in a private chat without messages."""
        texts = (self.descriptions.get(("description", code)) for code in (language, ""))
        return next((text for text in texts if text), "")

    def describe(self, values: dict[str, Any], name: str, max_length: int) -> bool:
        """Carry out setMyDescription and setMyShortDescription."""
        text = values.get(name, "")
        if len(text) > max_length:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        self.descriptions[name, _language(values)] = text
        return True

    def description(self, values: dict[str, Any], name: str) -> dict[str, str]:
        """Carry out getMyDescription and getMyShortDescription."""
        return {name: self.descriptions.get((name, _language(values)), "")}


def _key(values: dict[str, Any]) -> tuple[str, str]:
    scope = values.get("scope", {"type": "default"})
    if scope.get("type") not in _SCOPES or not _SCOPES[scope["type"]] <= scope.keys():
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return json.dumps(scope, sort_keys=True), _language(values)


def _language(values: dict[str, Any]) -> str:
    language = str(values.get("language_code", ""))
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language
