"""Methods that answer callback queries, inline queries and guest messages. Each raises ApiError."""

from __future__ import annotations

from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import bad_request
from bot.simulator.state import TelegramState
from bot.simulator.text import check_caption, message_text

MAX_RESULTS = 50


def answer_callback_query(state: TelegramState, values: dict[str, Any], now: float) -> bool:
    """Carry out answerCallbackQuery."""
    if len(values.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if url := values.get("url"):
        keyboards.check_link(url)
    _close(state, values["callback_query_id"], "callback_query", now)
    return True


def answer_inline_query(state: TelegramState, values: dict[str, Any], now: float) -> bool:
    """Carry out answerInlineQuery."""
    results = values["results"]
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result.get("id", "") for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(values.get("next_offset", "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(values.get("button", {}))
    for result in results:
        message_of(result)
    _close(state, values["inline_query_id"], "inline_query", now)
    state.inline_results[values["inline_query_id"]] = {result["id"]: result for result in results}
    return True


def answer_guest_query(state: TelegramState, values: dict[str, Any], now: float) -> dict[str, str]:
    """Carry out answerGuestQuery."""
    message = message_of(values["result"])
    _close(state, values["guest_query_id"], "guest_message", now)
    return {"inline_message_id": _add_inline_message(state, message)}


def choose(state: TelegramState, query: str, result: str) -> dict[str, Any]:
    """Post an inline result; return the fields of chosen_inline_result. Only a keyboard gives the message an id."""
    message = message_of(state.inline_results[query][result])
    fields = {"result_id": result}
    return fields | ({"inline_message_id": _add_inline_message(state, message)} if "reply_markup" in message else {})


def message_of(result: dict[str, Any]) -> dict[str, Any]:
    """Return the message that a result becomes. Raises ApiError."""
    if not 1 <= len(result.get("id", "").encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if markup := result.get("reply_markup"):
        keyboards.check(markup, inline_only=True)
    check_caption(result)
    content = result.get("input_message_content")
    if result.get("type") == "article" and not (content and result.get("title", "").strip()):
        raise bad_request("can't parse inline query result: an article has a title and content")
    message = message_text(content, content.get("message_text", "")) if content else {}
    return message | ({"reply_markup": markup} if markup else {})


def _add_inline_message(state: TelegramState, message: dict[str, Any]) -> str:
    message_id = f"inline-{len(state.inline_messages) + 1}"
    state.inline_messages[message_id] = message
    return message_id


def _check_button(button: dict[str, Any]) -> None:
    if not button:
        return
    parameter = button.get("start_parameter")
    if not button.get("text") or (parameter is None) == ("web_app" not in button):
        raise bad_request("can't parse inline query results button")
    if parameter is not None and not keyboards.START_PARAMETER.fullmatch(parameter):
        raise bad_request("START_PARAM_INVALID")


def _close(state: TelegramState, query_id: str, kind: str, now: float) -> None:
    query = state.queries.get(query_id)
    if query is None or query.kind != kind or now > query.expires_at:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if kind == "guest_message":  # a guest message has one answer; Telegram may accept a second one of the others
        del state.queries[query_id]
