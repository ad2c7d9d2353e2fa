"""Shows a message as Telegram does: its text, escaped, with its entities as HTML of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup, escape

_TAGS = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "spoiler": ('<span class="spoiler" tabindex="0">', "</span>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
    "mention": ('<span class="command">', "</span>"),
}
# The quote stays one piece, of which style sheets show the first lines until the details are open: to cut its text in
# two would end a line in the middle of a sentence.
_FOLDED = (
    '<div class="folded"><blockquote>',
    '</blockquote><details><summary aria-label="The whole quote"></summary></details></div>',
)
_BLOCKS = {"blockquote", "expandable_blockquote", "pre"}
_FOLDED_LINES, _FOLDED_LENGTH = 3, 130
"""Telegram folds a quote that is longer than three lines; a line of a phone has 40 to 45 characters."""
Link = Callable[[str], str]


class _Span(NamedTuple):
    """An entity as a range of UTF-16 code units, sorted with the outer before the inner."""

    start: int
    minus_end: int
    number: int
    tags: tuple[str, str]
    is_block: bool

    @property
    def end(self) -> int:
        return -self.minus_end


class _Writer:
    """Writes the text piece by piece, between the tags of the spans that are open."""

    def __init__(self, text: str) -> None:
        self._units = text.encode("utf-16-le", "surrogatepass")
        self._parts, self._open, self._position = list[str](), list[_Span](), 0

    def open(self, span: _Span) -> None:
        self.close(span.start)
        self._write(span.start)
        self._parts.append(span.tags[0])
        self._open.append(span)

    def close(self, until: int) -> None:
        """Close all spans that end there or before."""
        while self._open and self._open[-1].end <= until:
            span = self._open.pop()
            self._write(span.end)
            if span.is_block and self._next() == "\n":  # a block ends its line itself
                self._write(span.end + 1)
            self._parts.append(span.tags[1])

    def result(self) -> Markup:
        length = len(self._units) // 2
        self.close(length)
        self._write(length)
        return Markup("".join(self._parts))  # noqa: S704 - each part is escaped, or a tag of this module

    def _write(self, until: int) -> None:
        until = max(until, self._position)
        self._parts.append(escape(_decoded(self._units[self._position * 2 : until * 2])))
        self._position = until

    def _next(self) -> str:
        return _decoded(self._units[self._position * 2 : self._position * 2 + 2])


def to_html(text: str, entities: Iterable[Mapping[str, Any]] = (), link: Link = str) -> Markup:
    """Return a text with its entities, whose offsets count UTF-16 code units and which are nested or apart.

    Args:
        text: of the message.
        entities: as Telegram describes them.
        link: returns the address at which the desk shows a page; one that begins with "#" is of this page.

    """
    writer = _Writer(text)
    for span in sorted(_spans(text, entities, link)):
        writer.open(span)
    return writer.result()


def _spans(text: str, entities: Iterable[Mapping[str, Any]], link: Link) -> Iterator[_Span]:
    units = text.encode("utf-16-le", "surrogatepass")
    for number, entity in enumerate(entities):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        tags = _tags(entity, _decoded(units[start * 2 : end * 2]), link)
        yield _Span(start, -end, number, tags, entity["type"] in _BLOCKS)


def _tags(entity: Mapping[str, Any], text: str, link: Link) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return _anchor(link(entity["url"]))
        case "url":
            return _anchor(text)
        case "expandable_blockquote":
            is_long = len(text) > _FOLDED_LENGTH or text.count("\n") >= _FOLDED_LINES
            return _FOLDED if is_long else _TAGS["blockquote"]
        case other:
            return _TAGS.get(other, ("", ""))


def _anchor(url: str) -> tuple[str, str]:
    if url.startswith("#"):
        return f'<a href="{escape(url)}">', "</a>"
    if url.casefold().startswith(("http://", "https://")):
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return "", ""


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")
