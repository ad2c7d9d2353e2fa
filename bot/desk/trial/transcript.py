"""A chat as it looks in Telegram: `read_chat` makes bubbles of the simulator's messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup

from bot.desk.trial.client import ChatClient
from bot.desk.trial.formatting import to_html
from bot.desk.trial.people import YOU, ChatName
from bot.simulator import BOT
from bot.simulator.state import StoredMessage

QUOTED = 80
"""Characters that are shown of a message that is replied to."""
_MESSAGE_LINK = re.compile(r"https://t\.me/c/(?P<chat>\d+)/(?P<message>\d+)")
_ATTACHMENTS = {"photo": "Photo", "voice": "Voice message"}


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
    """A message as it is shown.

    Attributes:
        service: the text of a service message, which has nothing else.
        attachment: photo or voice, or empty.
        via: the name of the bot whose inline result it is, or empty.
        reaction: the bot's, or empty.

    """

    id: int
    author: str
    is_bot: bool
    is_yours: bool
    html: Markup
    text: str
    rows: tuple[tuple[Button, ...], ...]
    quoted: Quoted | None
    attachment: str
    via: str
    reaction: str
    is_edited: bool
    service: str

    @property
    def is_of_person(self) -> bool:
        """Whether a person wrote it, whom the bot may have answered."""
        return not (self.is_bot or self.via or self.service)


def read_chat(client: ChatClient, name: ChatName) -> tuple[Bubble, ...]:
    """Return the messages of a chat, the oldest first."""
    return tuple(_bubble(client, id_, stored) for id_, stored in sorted(client.chat(name).messages.items()))


def is_waiting(bubbles: tuple[Bubble, ...]) -> bool:
    """Return whether the last message of a private chat is a person's, and the bot has not reacted to it either."""
    return bool(bubbles) and bubbles[-1].is_of_person and not bubbles[-1].reaction


def _bubble(client: ChatClient, id_: int, stored: StoredMessage) -> Bubble:
    body = stored.body | client.simulator.api.state.inline_messages.get(client.sent_inline.get(id_, ""), {})
    text = body.get("text") or body.get("caption", "")
    entities = body.get("entities") or body.get("caption_entities", ())
    author = body.get("from", BOT)
    return Bubble(
        id_, author["first_name"], stored.is_own, author["first_name"] == YOU.name,
        to_html(text, entities, _link_in(client)), text,
        rows=tuple(tuple(map(_button, row)) for row in body.get("reply_markup", {}).get("inline_keyboard", ())),
        quoted=_quoted(body),
        attachment=next((kind for kind in _ATTACHMENTS if kind in body), ""),
        via=body.get("via_bot", {}).get("username", ""),
        reaction=stored.reaction,
        is_edited="edit_date" in body and not stored.is_own,
        service=_service(author, body),
    )  # fmt: skip


def _link_in(client: ChatClient) -> Callable[[str], str]:
    """Return the function that gives a link to a message of the group the place of that message on the page."""

    def link(url: str) -> str:
        match = _MESSAGE_LINK.fullmatch(url)
        is_here = match and f"-100{match['chat'].zfill(10)}" == str(client.chats["group"]["id"])
        return f"#group-{match['message']}" if match and is_here else url

    return link


def _quoted(body: dict[str, Any]) -> Quoted | None:
    replied = body.get("reply_to_message")
    if not replied:
        return None
    named = (name for kind, name in _ATTACHMENTS.items() if kind in replied)
    text = body.get("quote", {}).get("text") or replied.get("text") or replied.get("caption") or next(named, "")
    first = text.partition("\n")[0]
    return Quoted(replied.get("from", BOT)["first_name"], first if len(first) <= QUOTED else f"{first[:QUOTED]}…")


def _service(author: dict[str, Any], body: dict[str, Any]) -> str:
    *others, last = [user["first_name"] for user in body.get("new_chat_members", ())] or [""]
    return f"{author['first_name']} created the group and added {', '.join(others)} and {last}" if last else ""


def _button(button: dict[str, Any]) -> Button:
    label, url = button["text"], button.get("url", "")
    parts = urlsplit(url)
    if parts.hostname == "t.me" and parts.path.strip("/").casefold() == BOT["username"]:
        return Button(label, start=f"/start {next(iter(parse_qs(parts.query).get('start', [])), '')}".strip())
    query = button.get("switch_inline_query_current_chat", button.get("switch_inline_query"))
    return Button(label, button.get("callback_data", ""), url, query=query)
