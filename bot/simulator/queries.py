"""Answers to presses, inline queries and guest messages. Raises Refusal in production's words."""

from __future__ import annotations

from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import bad
from bot.simulator.state import World
from bot.simulator.text import caption, words

MOST_RESULTS = 50


def press(world: World, values: dict[str, Any], now: float) -> bool:
    """Answer a press."""
    if len(values.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if url := values.get("url"):
        keyboards.link(url)
    _close(world, values["callback_query_id"], "callback_query", now)
    return True


def inline(world: World, values: dict[str, Any], now: float) -> bool:
    """Answer an inline query."""
    results = values["results"]
    if len(results) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result.get("id", "") for result in results]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if len(values.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    _button(values.get("button", {}))
    for result in results:
        posted(result)
    _close(world, values["inline_query_id"], "inline_query", now)
    world.offers[values["inline_query_id"]] = {result["id"]: result for result in results}
    return True


def guest(world: World, values: dict[str, Any], now: float) -> dict[str, str]:
    """Answer a guest message."""
    message = posted(values["result"])
    _close(world, values["guest_query_id"], "guest_message", now)
    return {"inline_message_id": place_inline(world, message)}


def chosen(world: World, query: str, result: str) -> dict[str, Any]:
    """Somebody posts an inline result: what chosen_inline_result tells of it. Only a keyboard gives it an id."""
    message = posted(world.offers[query][result])
    told = {"result_id": result}
    return told | ({"inline_message_id": place_inline(world, message)} if "reply_markup" in message else {})


def place_inline(world: World, message: dict[str, Any]) -> str:
    """The id of a new message that came of an answer."""
    name = f"inline-{len(world.inline) + 1}"
    world.inline[name] = message
    return name


def posted(result: dict[str, Any]) -> dict[str, Any]:
    """The message that a result becomes. Raises Refusal."""
    if not 1 <= len(result.get("id", "").encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if markup := result.get("reply_markup"):
        keyboards.check(markup, inline_only=True)
    caption(result)
    content = result.get("input_message_content")
    if result.get("type") == "article" and not (content and result.get("title", "").strip()):
        raise bad("can't parse inline query result: an article has a title and content")
    message = words(content, content.get("message_text", "")) if content else {}
    return message | ({"reply_markup": markup} if markup else {})


def _button(button: dict[str, Any]) -> None:
    if not button:
        return
    parameter = button.get("start_parameter")
    if not button.get("text") or (parameter is None) == ("web_app" not in button):
        raise bad("can't parse inline query results button")
    if parameter is not None and not keyboards.PARAMETER.fullmatch(parameter):
        raise bad("START_PARAM_INVALID")


def _close(world: World, query: str, kind: str, now: float) -> None:
    waiting = world.queries.get(query)
    if waiting is None or waiting.kind != kind or now > waiting.until:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if kind == "guest_message":  # a guest message has one answer; for the others a second one may well pass
        del world.queries[query]
