"""A message without markup, the same in the terminal and in Telegram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faq.models import Source


@dataclass(frozen=True, slots=True)
class Link:
    """A page with its title."""

    title: str
    url: str


Part = str | Link
"""A piece of a line: text, or the title of a page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry offered as a next question; a button in Telegram."""

    entry: str
    question: str
    label: str
    """The question as it stands on a button."""
    asked: bool = False
    """Whether the same message asked for it too."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message to the user. Empty parts are left out; `choices` are not part of the text."""

    heading: str
    paragraphs: tuple[str, ...]
    folded: tuple[str, ...] = ()
    """Paragraphs that Telegram shows folded."""
    basis: tuple[Part, ...] = ()
    """The line that tells what the message rests on."""
    sources: tuple[Link, ...] = ()
    disclaimer: str = ""
    choices: tuple[Choice, ...] = ()
    sources_listed: bool = False
    """Whether the sources are part of the text; otherwise a button shows them."""
    choices_listed: bool = False
    """Whether the choices are part of the text."""
    about: str = ""
    """What a follow-up was taken to be about, above all else."""


def plain(card: Card) -> str:
    """Return the card as plain text, word for word as in Telegram."""
    listed = card.sources if card.sources_listed else ()
    sources = "\n".join(["Sources:", *(f"• {link.title}" for link in listed)]) if listed else ""
    parts = [card.about, card.heading, *card.paragraphs, *card.folded, line_text(card.basis), sources, card.disclaimer]
    return "\n\n".join(part for part in parts if part)


def line_text(line: Iterable[Part]) -> str:
    """Return a line as plain text."""
    return "".join(part.title if isinstance(part, Link) else part for part in line)


def links_to(sources: Iterable[Source]) -> tuple[Link, ...]:
    """Return the links to sources."""
    return tuple(Link(source.title, source.url) for source in sources)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a curated text, which has one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
