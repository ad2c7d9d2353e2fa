"""Calls to a simulated API, as a client makes them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.simulator import ApiError, BotApi
from tests.bot.sample_updates import FORUM, GROUP, in_topic, pressed, said, typed, update

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ARTICLE: dict[str, Any] = {
    "type": "article",
    "id": "a",
    "title": "Iron",
    "input_message_content": {"message_text": "words"},
}


def call(api: BotApi, method: str, **values: Any) -> Any:
    """Make a call; return its result."""
    return api.call(method, {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()})


def refusal(api: BotApi, method: str, **values: Any) -> str:
    """Make a call that is refused; return the description of the error."""
    with pytest.raises(ApiError) as error:
        call(api, method, **values)
    return error.value.description


def keyboard(**button: Any) -> dict[str, Any]:
    """Return an inline keyboard with one button."""
    return {"inline_keyboard": [[{"text": "x"} | button]]}


KEYS = keyboard(callback_data="y")


def make_api() -> BotApi:
    """Return an API with Ada's chat, a group, a forum with topic 5, an inline query and a press."""
    api = BotApi()
    for body in (said("hi"), said("hi", GROUP), in_topic(5, "hi", FORUM | {"id": -1002}), pressed("t")):
        api.record(body)
    api.record(update("inline_query", **typed("fer")["inline_query"] | {"id": "9"}))
    return api
