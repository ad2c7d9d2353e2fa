"""Renders a card in Telegram's HTML. Only this module writes or escapes HTML.

Markup adds emphasis and links but no text: the user reads `faq.card.plain(card)`, word for word.
"""

from __future__ import annotations

from html import escape

from faq.card import Card, Link


def html(card: Card) -> str:
    """Return the whole card."""
    parts = [_bold(card.heading), *map(_text, card.paragraphs), _sources(_shown(card)), _italic(card.disclaimer)]
    return "\n\n".join(part for part in parts if part)


def compact(card: Card) -> str:
    """Return the card in few lines: all but the first paragraph is folded, and the sources share a line."""
    first, *rest = card.paragraphs or ("",)
    folded = f"<blockquote expandable>{_text(chr(10).join(rest))}</blockquote>" if rest else ""
    parts = [_bold(card.heading), _text(first), folded, _source_line(_shown(card)), _italic(card.disclaimer)]
    return "\n".join(part for part in parts if part)


def sentence_with_link(sentence: str, link: Link) -> str:
    """Return a sentence that ends with a link."""
    return f"{_text(sentence)} {_link(link)}"


def _shown(card: Card) -> tuple[Link, ...]:
    return () if card.sources_folded else card.sources


def _source_line(links: tuple[Link, ...]) -> str:
    return f"{'Sources' if len(links) > 1 else 'Source'}: {'; '.join(map(_link, links))}" if links else ""


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
