"""Telegram's HTML: the words that a person sees, and the entities that lie on them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.simulator.errors import Refusal, bad

_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>|([<>])|([^<>]+)")
_AMPERSAND = re.compile(r"&(?!(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);)")
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
_ATTRIBUTES = {
    "a": re.compile(r'\s+href="[^"]+"'), "blockquote": re.compile(r"(\s+expandable)?"),
    "span": re.compile(r'\s+class="tg-spoiler"'), "code": re.compile(r'(\s+class="language-[^"]+")?'),
}  # fmt: skip
_BARE = re.compile(r"\s*")
_PLAIN_INSIDE = {"code", "pre"}


@dataclass
class _Reading:
    text: str = ""
    opened: list[tuple[str, str, int]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def open(self, tag: str, rest: str) -> None:
        names = [name for name, _, _ in self.opened]
        if tag not in _KINDS or not _ATTRIBUTES.get(tag, _BARE).fullmatch(rest):
            raise _broken(f'Unsupported start tag "{tag}"')
        if tag == "blockquote" and tag in names:
            raise _broken("blockquotes cannot be nested")
        if _PLAIN_INSIDE & set(names) and not (names == ["pre"] and tag == "code"):
            raise _broken(f"nothing may stand inside of {names[-1]}")
        self.opened.append((tag, rest, units(self.text)))

    def close(self, tag: str, rest: str) -> None:
        if rest.strip() or not self.opened or self.opened[-1][0] != tag:
            raise _broken(f'Unmatched end tag "{tag}"')
        _, attributes, start = self.opened.pop()
        if length := units(self.text) - start:
            self.entities.append(_entity(tag, attributes) | {"offset": start, "length": length})


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The words and entities of a text in Telegram's HTML. Raises Refusal where the markup is broken."""
    if _AMPERSAND.search(html):
        raise _broken("unescaped &")
    reading = _Reading()
    for closing, tag, rest, stray, words in _TOKEN.findall(html):
        if stray:
            raise _broken(f"stray {stray}")
        if tag:
            (reading.close if closing else reading.open)(tag.lower(), rest)
        reading.text += unescape(words)
    if reading.opened:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{reading.opened[-1][0]}"')
    return reading.text, sorted(reading.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def visible(html: str) -> str:
    """The words of a text in Telegram's HTML. Raises Refusal where the markup is broken."""
    return parsed(html)[0]


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _entity(tag: str, attributes: str) -> dict[str, Any]:
    if tag == "a":
        return {"type": "text_link", "url": unescape(attributes.split('"')[1])}
    return {"type": "expandable_blockquote" if tag == "blockquote" and attributes.strip() else _KINDS[tag]}


def _broken(detail: str) -> Refusal:
    return bad(f"can't parse entities: {detail}")
