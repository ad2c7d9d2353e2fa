"""Turns HTML into text with one paragraph a line; text that is no HTML stays as it is."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
_SILENT = ("head", "noscript", "script", "style", "template", "title")
_INLINE = (
    "a", "abbr", "b", "body", "button", "cite", "code", "del", "details", "em", "font", "html", "i", "iframe",
    "img", "input", "ins", "kbd", "label", "link", "mark", "meta", "object", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "video", "audio",
)  # fmt: skip
_NAMES = "|".join(sorted((*_BLOCKS, *_SILENT, *_INLINE), key=len, reverse=True))
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)")
"""What the parser would take quadratic time to find no tag in."""
_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")


def is_html(text: str) -> bool:
    """Return whether a text has a tag of HTML or a character reference; `ferritin<50` has neither."""
    return bool(_TAG.search(text) or _REFERENCE.search(text))


def escaped(text: str) -> str:
    """Return a text that `plain_text` turns back into this one."""
    return html.escape(text, quote=False) if is_html(text) else text


def plain_text(text: str) -> str:
    """Return the text of HTML, and any other text as it is."""
    if _TAG.search(text):
        parser = _Text()
        parser.feed(_NO_TAG.sub("&lt;", _without_comments(text)))
        parser.close()
        return parser.text()
    return html.unescape(text) if _REFERENCE.search(text) else text


def _without_comments(text: str) -> str:
    """Return HTML without comments, for which the parser takes quadratic time where they have no end."""
    kept, start = [], 0
    while (opening := text.find("<!--", start)) >= 0:
        kept.append(text[start:opening])
        closing = text.find("-->", opening + 4)
        if closing < 0:
            return "".join(kept)
        start = closing + 3
    return "".join((*kept, text[start:]))


class _Text(HTMLParser):
    """Collects lines: a block or a line break starts one, a link is followed by its address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._parts.append("\n• " if tag == "li" else "\n")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._parts.append("\n")
        elif tag == "a" and self._links:
            url = self._links.pop()
            if url.startswith(("https://", "http://")) and self._parts[-1:] != [url]:
                self._parts.append(f" ({url})")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\n"))
        return "\n".join(line for line in lines if line not in {"", "•"})
