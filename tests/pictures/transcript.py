"""The visible parts of a chat, read from Telegram's JSON: messages, buttons, inline results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.simulator import visible_text

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `is_link`: it opens a link."""

    label: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message.

    Attributes:
        name: the sender's name.
        mine: whether the sender is the user whose phone is drawn.
        via: the text beside the name; may be empty.
        entities: Telegram's entities, counted in UTF-16 code units.
        replied: the sender and text of the message it replies to; empty if there is none.

    """

    name: str
    mine: bool
    via: str
    text: str
    entities: tuple[Json, ...]
    replied: tuple[str, str]
    keyboard: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """An inline result in the list."""

    id: str
    title: str
    preview: str
    posts: str
    """The text of the message it becomes."""


@dataclass(frozen=True, slots=True)
class InlineList:
    """The list of inline results, with the label of the button above; may be empty."""

    query: str
    results: tuple[Result, ...]
    button: str


Part = Message | InlineList


def message(body: Json, name: str, *, mine: bool = False, via: str = "") -> Message:
    """Return a message of Telegram's JSON."""
    replied = body.get("reply_to_message", {})
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return Message(
        name, mine, via, body["text"], tuple(body.get("entities", ())),
        (replied["from"]["first_name"], replied["text"]) if replied else ("", ""),
        tuple(tuple(Button(button["text"], "url" in button) for button in row) for row in rows),
    )  # fmt: skip


def inline_list(query: str, answer: Json) -> InlineList:
    """Return the list shown for an answer to an inline query."""
    results = tuple(
        Result(
            each["id"], each["title"], each["description"], visible_text(each["input_message_content"]["message_text"])
        )
        for each in answer["results"]
    )
    return InlineList(query, results, answer.get("button", {}).get("text", ""))


def text_of(part: Part) -> str:
    """Return all visible text, for the description of the picture."""
    match part:
        case Message():
            labels = [f"“{button.label}”" for row in part.keyboard for button in row]
            buttons = [f"Buttons: {', '.join(labels)}."] if labels else []
            return "\n".join([f"{' '.join([part.name, part.via]).strip()}: {part.text}", *buttons])
        case InlineList():
            button = [f"Above the list: “{part.button}”."] if part.button else []
            results = [f"{result.title} {result.preview}" for result in part.results]
            return "\n".join([f"Typed: {part.query}", *button, "Results:", *results])
