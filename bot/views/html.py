"""The only place that writes HTML or escapes. A card in, Telegram's HTML out.

The text that a person sees is `faq.card.plain(card)`, word for word: markup adds emphasis and links and
never a word. Values are plain text until they come here, so nobody else has to remember to escape.
"""

from __future__ import annotations

from html import escape

from faq.card import Card, Link

LONGEST = 4096
"""Telegram's limit for the visible text of a message, in UTF-16 code units."""


def html(card: Card) -> str:
    """The card in Telegram's HTML."""
    parts = [_bold(card.heading), *map(_text, card.paragraphs), _sources(card.sources), _italic(card.disclaimer)]
    return "\n\n".join(part for part in parts if part)


def compact(card: Card) -> str:
    """The card in few lines, for groups: what is long folds away, and the sources stand in one line."""
    first, *rest = card.paragraphs or ("",)
    folded = f"<blockquote expandable>{_text(chr(10).join(rest))}</blockquote>" if rest else ""
    parts = [_bold(card.heading), _text(first), folded, _source_line(card.sources), _italic(card.disclaimer)]
    return "\n".join(part for part in parts if part)


def pointing(sentence: str, link: Link) -> str:
    """A sentence that ends with a link."""
    return f"{_text(sentence)} {_link(link)}"


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
