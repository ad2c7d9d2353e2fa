"""A chat as it looks in Telegram: `read_chat` makes bubbles of the simulator's messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup

from bot.desk.trial.client import ChatClient
from bot.desk.trial.formatting import to_html
from bot.desk.trial.people import ChatName
from bot.simulator import BOT
from bot.simulator.state import StoredMessage

QUOTED = 80
"""Characters that are shown of a message that is replied to."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: it presses `data`, opens `url`, sends `/start` with a parameter, or begins an inline query."""

    label: str
    data: str = ""
    url: str = ""
    start: str = ""
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that a bubble replies to."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it is shown."""

    id: int
    author: str
    author_id: int
    is_bot: bool
    html: Markup
    text: str
    rows: tuple[tuple[Button, ...], ...]
    quoted: Quoted | None
    placeholder: str
    via: str
    reaction: str
    is_edited: bool


def read_chat(client: ChatClient, name: ChatName) -> tuple[Bubble, ...]:
    """Return the messages of a chat, the oldest first."""
    return tuple(_bubble(client, id_, stored) for id_, stored in sorted(client.chat(name).messages.items()))


def _bubble(client: ChatClient, id_: int, stored: StoredMessage) -> Bubble:
    body = stored.body | client.simulator.api.state.inline_messages.get(client.sent_inline.get(id_, ""), {})
    text = body.get("text") or body.get("caption", "")
    entities = body.get("entities") or body.get("caption_entities", ())
    author = body.get("from", BOT)
    return Bubble(
        id_, author["first_name"], author["id"], stored.is_own, to_html(text, entities), text,
        rows=tuple(tuple(map(_button, row)) for row in body.get("reply_markup", {}).get("inline_keyboard", ())),
        quoted=_quoted(body),
        placeholder=next((kind for kind in ("photo", "voice") if kind in body), ""),
        via=body.get("via_bot", {}).get("username", ""),
        reaction=stored.reaction,
        is_edited="edit_date" in body and not stored.is_own,
    )  # fmt: skip


def _quoted(body: dict[str, Any]) -> Quoted | None:
    replied = body.get("reply_to_message")
    if not replied:
        return None
    text = body.get("quote", {}).get("text") or replied.get("text") or replied.get("caption") or "a message"
    first = text.partition("\n")[0]
    return Quoted(replied.get("from", BOT)["first_name"], first if len(first) <= QUOTED else f"{first[:QUOTED]}…")


def _button(button: dict[str, Any]) -> Button:
    label, url = button["text"], button.get("url", "")
    parts = urlsplit(url)
    if parts.hostname == "t.me" and parts.path.strip("/").casefold() == BOT["username"]:
        return Button(label, start=next(iter(parse_qs(parts.query).get("start", [])), "start"))
    query = button.get("switch_inline_query_current_chat", button.get("switch_inline_query"))
    return Button(label, button.get("callback_data", ""), url, query=query)
