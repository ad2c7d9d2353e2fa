"""A card as blocks of text for the terminal, with an empty line between them: `blocks`."""

from __future__ import annotations

from collections.abc import Iterator

from rich.style import Style
from rich.text import Text

from faq.answer_card import card
from faq.card import Card, Choice, Link, Part
from faq.models import Faq
from faq.outcome import Outcome, Smalltalk

HEADING, ASIDE = Style(bold=True), Style(dim=True)


def answer_card(outcome: Outcome, faq: Faq) -> Card:
    """Return the card of an outcome; the emoji alone where Telegram reacts without words."""
    shown = card(outcome, faq)
    if isinstance(outcome, Smalltalk) and not shown.paragraphs:
        return Card("", (outcome.talk.reaction,))
    return shown


def blocks(shown: Card, *, linked: bool, choices: bool = True) -> tuple[Text, ...]:
    """Return the blocks of a card.

    Args:
        shown: the message.
        linked: whether the terminal opens links; otherwise their addresses are written out.
        choices: whether to number the questions that are offered; otherwise only those are listed that the same
            message asked for too.

    """
    parts = (
        Text(shown.about, ASIDE),
        Text(shown.heading, HEADING),
        *map(Text, (*shown.paragraphs, *shown.folded)),
        _basis(shown, linked=linked),
        _sources(shown, linked=linked),
        Text(shown.disclaimer, ASIDE),
        _choices(shown) if choices else _asked(shown),
    )
    return tuple(part for part in parts if part)


def numbered(names: tuple[str, ...]) -> str:
    """Return lines with a number before each."""
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def _basis(shown: Card, *, linked: bool) -> Text:
    line = Text.assemble(*(_part(part, linked=linked) for part in shown.basis), style=ASIDE)
    addresses = () if linked else dict.fromkeys(_named(shown))
    return Text.assemble(line, *((f"\n  {url}", ASIDE) for url in addresses))


def _part(part: Part, *, linked: bool) -> Text:
    if not isinstance(part, Link):
        return Text(part)
    return Text(part.title, Style(link=part.url) if linked else "")


def _named(shown: Card) -> Iterator[str]:
    """Yield the addresses of the pages that the line under an answer names."""
    yield from (part.url for part in shown.basis if isinstance(part, Link))


def _sources(shown: Card, *, linked: bool) -> Text:
    """Return the sources that are not in the line under the answer."""
    named = frozenset(_named(shown))
    lines = [_source(link, linked=linked) for link in shown.sources if link.url not in named]
    return Text("\n").join([Text("Where to read it:"), *lines]) if lines else Text()


def _source(link: Link, *, linked: bool) -> Text:
    address = "" if linked else f"\n  {link.url}"
    return Text.assemble("• ", _part(link, linked=linked), address)


def _choices(shown: Card) -> Text:
    return Text() if shown.choices_listed else Text(numbered(tuple(map(_named_choice, shown.choices))))


def _asked(shown: Card) -> Text:
    return Text("\n".join(_named_choice(choice) for choice in shown.choices if choice.asked))


def _named_choice(choice: Choice) -> str:
    return f"Also asked: {choice.question}" if choice.asked else choice.question
