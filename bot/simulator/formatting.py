"""Parses Telegram's HTML into visible text and entities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.simulator.errors import ApiError, bad_request

_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>|([<>])|([^<>]+)")
_BARE_AMPERSAND = re.compile(r"&(?!(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);)")
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
_ATTRIBUTES = {
    "a": re.compile(r'\s+href="[^"]+"'), "blockquote": re.compile(r"(\s+expandable)?"),
    "span": re.compile(r'\s+class="tg-spoiler"'), "code": re.compile(r'(\s+class="language-[^"]+")?'),
}  # fmt: skip
_NO_ATTRIBUTES = re.compile(r"\s*")
_VERBATIM = {"code", "pre"}


@dataclass
class _Parser:
    text: str = ""
    opened: list[tuple[str, str, int]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def open(self, tag: str, attributes: str) -> None:
        names = [name for name, _, _ in self.opened]
        if tag not in _KINDS or not _ATTRIBUTES.get(tag, _NO_ATTRIBUTES).fullmatch(attributes):
            raise _invalid(f'Unsupported start tag "{tag}"')
        if tag == "blockquote" and tag in names:
            raise _invalid("blockquotes cannot be nested")
        if _VERBATIM & set(names) and not (names == ["pre"] and tag == "code"):
            raise _invalid(f"no tag is allowed inside of {names[-1]}")
        self.opened.append((tag, attributes, utf16_length(self.text)))

    def close(self, tag: str, attributes: str) -> None:
        if attributes.strip() or not self.opened or self.opened[-1][0] != tag:
            raise _invalid(f'Unmatched end tag "{tag}"')
        _, opening_attributes, start = self.opened.pop()
        if length := utf16_length(self.text) - start:
            self.entities.append(_entity(tag, opening_attributes) | {"offset": start, "length": length})


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the visible text and the entities. Raises ApiError for invalid markup."""
    if _BARE_AMPERSAND.search(html):
        raise _invalid("unescaped &")
    parser = _Parser()
    for closing, tag, attributes, stray, text in _TOKEN.findall(html):
        if stray:
            raise _invalid(f"stray {stray}")
        if tag:
            (parser.close if closing else parser.open)(tag.lower(), attributes)
        parser.text += unescape(text)
    if parser.opened:
        raise _invalid(f'Can\'t find end tag corresponding to start tag "{parser.opened[-1][0]}"')
    return parser.text, sorted(parser.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def visible_text(html: str) -> str:
    """Return the visible text. Raises ApiError for invalid markup."""
    return parse_html(html)[0]


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _entity(tag: str, attributes: str) -> dict[str, Any]:
    if tag == "a":
        return {"type": "text_link", "url": unescape(attributes.split('"')[1])}
    return {"type": "expandable_blockquote" if tag == "blockquote" and attributes.strip() else _KINDS[tag]}


def _invalid(detail: str) -> ApiError:
    return bad_request(f"can't parse entities: {detail}")
