"""Renders a card in Telegram's HTML. Only this module writes or escapes HTML.

Markup adds emphasis, links and folds but no text: the user reads `faq.card.plain(card)`, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape

from faq.card import Card, Link, Part, line_text


def html(card: Card) -> str:
    """Return the whole card; what is folded opens at a tap."""
    listed = _sources(card.sources) if card.sources_listed else ""
    folded = _folded(card.folded)
    parts = [_italic(card.about), _bold(card.heading), *map(_text, card.paragraphs), folded, _line(card.basis), listed]
    return "\n\n".join(part for part in (*parts, _italic(card.disclaimer)) if part)


def is_same(first: str, second: str) -> bool:
    """Return whether two texts in HTML show the same. PTB escapes more characters than this module."""
    return unescape(first) == unescape(second)


def sentence_with_link(sentence: str, link: Link) -> str:
    """Return a sentence that ends with a link."""
    return f"{_text(sentence)} {_link(link)}"


def _folded(paragraphs: tuple[str, ...]) -> str:
    text = _text("\n\n".join(filter(None, paragraphs)))
    return f"<blockquote expandable>{text}</blockquote>" if text else ""


def _line(line: Sequence[Part]) -> str:
    shown = (_link(part) if isinstance(part, Link) else _text(part) for part in line)
    return "".join(shown) if line_text(line) else ""


def _sources(links: tuple[Link, ...]) -> str:
    return "\n".join(["Sources:", *(f"• {_link(link)}" for link in links)]) if links else ""


def _link(link: Link) -> str:
    return f'<a href="{escape(link.url)}">{_text(link.title)}</a>'


def _bold(text: str) -> str:
    return f"<b>{_text(text)}</b>" if text else ""


def _italic(text: str) -> str:
    return f"<i>{_text(text)}</i>" if text else ""


def _text(text: str) -> str:
    return escape(text, quote=False)
