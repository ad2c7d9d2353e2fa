"""What a person sees in a chat, read from Telegram's JSON: messages, buttons, inline results. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot.judge import visible

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button beneath a message. `leaves` tells that it opens a link."""

    label: str
    leaves: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message.

    Attributes:
        name: who wrote it.
        mine: whether that is the person whose phone is drawn.
        via: what stands beside the name; empty for nothing.
        entities: as Telegram has them, counted in UTF-16 code units.
        replied: who wrote the message that it replies to, and what; empty if it replies to none.

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
    """An inline result, as it stands in the list."""

    id: str
    title: str
    preview: str
    posts: str
    """The words of the message that it becomes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered while somebody types, and what stands above; empty for nothing."""

    typed: str
    results: tuple[Result, ...]
    above: str


Seen = Message | Offer


def message(body: Json, name: str, *, mine: bool = False, via: str = "") -> Message:
    """A message of Telegram's."""
    replied = body.get("reply_to_message", {})
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return Message(
        name, mine, via, body["text"], tuple(body.get("entities", ())),
        (replied["from"]["first_name"], replied["text"]) if replied else ("", ""),
        tuple(tuple(Button(button["text"], "url" in button) for button in row) for row in rows),
    )  # fmt: skip


def offer(typed: str, answer: Json) -> Offer:
    """An answer to an inline query."""
    results = tuple(
        Result(each["id"], each["title"], each["description"], visible(each["input_message_content"]["message_text"]))
        for each in answer["results"]
    )
    return Offer(typed, results, answer.get("button", {}).get("text", ""))


def words(seen: Seen) -> str:
    """All that is read in it, for whoever does not see the picture."""
    match seen:
        case Message():
            labels = [f"“{button.label}”" for row in seen.keyboard for button in row]
            beneath = [f"Buttons: {', '.join(labels)}."] if labels else []
            return "\n".join([f"{' '.join([seen.name, seen.via]).strip()}: {seen.text}", *beneath])
        case Offer():
            above = [f"Above the list: “{seen.above}”."] if seen.above else []
            listed = [f"{result.title} {result.preview}" for result in seen.results]
            return "\n".join([f"Typed: {seen.typed}", *above, "Results:", *listed])
