"""Command menus and descriptions."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BotApi
from tests.bot.simulator.calls import call, refusal

COMMAND = {"command": "ask", "description": "Ask"}


def test_a_menu_is_set_read_and_deleted_by_scope_and_language(api: BotApi) -> None:
    groups = {"type": "all_group_chats"}
    assert call(api, "setMyCommands", commands=[COMMAND], scope=groups, language_code="de") is True
    assert call(api, "getMyCommands", scope=groups, language_code="de") == [COMMAND]
    assert call(api, "getMyCommands", scope=groups) == []
    call(api, "deleteMyCommands", scope=groups, language_code="de")
    assert call(api, "getMyCommands", scope=groups, language_code="de") == []


def test_an_app_shows_the_menu_of_the_narrowest_scope_in_its_language_or_else_in_none(api: BotApi) -> None:
    for scope, language in (("all_group_chats", ""), ("all_chat_administrators", ""), ("default", "de")):
        menu = [{"command": "ask", "description": f"{scope} {language}"}]
        call(api, "setMyCommands", commands=menu, scope={"type": scope}, language_code=language)

    def shown(chat_type: str, language: str, *, is_admin: bool = False) -> list[str]:
        return [command["description"] for command in api.menus.shown(chat_type, language, is_admin=is_admin)]

    assert shown("supergroup", "de") == ["all_group_chats "]
    assert shown("supergroup", "de", is_admin=True) == ["all_chat_administrators "]
    assert shown("private", "de") == ["default de"]
    assert shown("private", "fr") == []


def test_an_app_shows_the_description_in_its_language_or_else_in_none(api: BotApi) -> None:
    assert api.menus.shown_description("de") == ""
    call(api, "setMyDescription", description="Iron")
    call(api, "setMyDescription", description="Eisen", language_code="de")
    assert [api.menus.shown_description(code) for code in ("de", "fr")] == ["Eisen", "Iron"]


@pytest.mark.parametrize("name", ["Description", "ShortDescription"])
def test_a_description_is_set_and_read_by_language(api: BotApi, name: str) -> None:
    field = "description" if name == "Description" else "short_description"
    assert call(api, f"getMy{name}") == {field: ""}
    assert call(api, f"setMy{name}", **{field: "Iron"}) is True
    assert call(api, f"setMy{name}", **{field: "Eisen"}, language_code="de") is True
    texts = [call(api, f"getMy{name}", language_code=code)[field] for code in ("de", "fr")]
    assert texts == ["Eisen", ""]


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("setMyCommands", {"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "x" * 257}]}, "DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "can't parse BotCommandScope"),
        ("setMyCommands", {"commands": [], "language_code": "english"}, "invalid language code"),
        ("setMyDescription", {"description": "x" * 513}, "DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "SHORT_DESCRIPTION_TOO_LONG"),
    ],
)
def test_an_invalid_menu_or_description_is_refused(
    api: BotApi, method: str, values: dict[str, Any], description: str
) -> None:
    assert description in refusal(api, method, **values)
