"""Shows a message as Telegram does: its text, escaped, with its entities as HTML of our own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_TAGS = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
    "mention": ('<span class="command">', "</span>"),
    "expandable_blockquote": (
        '<details class="folded"><summary>Show the rest</summary><blockquote>', "</blockquote></details>"
    ),
}  # fmt: skip
_Edge = tuple[int, int, int, int, str]


def to_html(text: str, entities: Iterable[Mapping[str, Any]] = ()) -> Markup:
    """Return a text with its entities, whose offsets count UTF-16 code units and which are nested or apart."""
    units = text.encode("utf-16-le", "surrogatepass")
    edges = sorted(edge for number, entity in enumerate(entities) for edge in _edges(number, entity))
    parts, position = list[str](), 0
    for offset, *_, tag in edges:
        parts += [_escaped(units[position * 2 : offset * 2]), tag]
        position = offset
    parts.append(_escaped(units[position * 2 :]))
    return Markup("".join(parts))  # noqa: S704 - each part is escaped, or a tag of this module


def _edges(number: int, entity: Mapping[str, Any]) -> tuple[_Edge, _Edge]:
    """Return where an entity begins and ends, in the order of tags: ends first, and the outer one around the inner."""
    start, length = entity["offset"], entity["length"]
    opening, closing = _tags(entity)
    return (start, 1, -length, number, opening), (start + length, 0, -start, -number, closing)


def _tags(entity: Mapping[str, Any]) -> tuple[str, str]:
    if entity["type"] in {"text_link", "url"} and urlsplit(entity.get("url", "")).scheme in {"http", "https"}:
        return f'<a href="{escape(entity["url"])}" target="_blank" rel="noopener noreferrer">', "</a>"
    return _TAGS.get(entity["type"], ("", ""))


def _escaped(units: bytes) -> str:
    return str(escape(units.decode("utf-16-le", "replace")))
