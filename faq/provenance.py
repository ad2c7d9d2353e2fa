"""What an answer rests on: the line under it, and the card behind its "Sources" button.

Each answer tells its own basis, because one line for all of them would be untrue for some.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from faq.card import Card, Link, Part
from faq.models import Article, Basis, Citation, Entry, Faq, Pages, Referral, Review, Source
from faq.words import Words

_MONTHS = (  # not strftime's, which follow the locale
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def line(entry: Entry, article: Article | None) -> tuple[Part, ...]:
    """Return the line under an answer: what it is from, and what it is not from; empty if it names nothing."""
    match entry.basis:
        case Citation():
            assert article, "loading refuses a citation without an article"
            updated = f"{_MONTHS[article.updated.month - 1]} {article.updated.year}"
            cited = ("From one article (", Link(article.publisher, article.url), f", updated {updated}).")
            return (*cited, *_names(" Newer guidance: ", entry.note.sources)) if entry.note else cited
        case Referral(sources):
            return _names("Not from the article: from ", sources)
        case Pages(sources):
            return _names("From ", sources) if sources else ()
        case _:
            assert_never(entry.basis)


def card(entry: Entry, faq: Faq) -> Card:
    """Return the card that tells what the line doesn't: where in the article, what it says there, and all dates."""
    return Card(
        heading="What this answer rests on",
        paragraphs=(f"“{entry.question}”", *_article(entry.basis, faq.article), *_checked(entry.reviewed, faq.words)),
        sources=tuple(_dated(source) for source in entry.sources),
        sources_listed=True,
    )


def is_told(entry: Entry) -> bool:
    """Whether there is anything to tell behind a "Sources" button that the line under the answer doesn't."""
    return bool(isinstance(entry.basis, Citation) or entry.note or entry.reviewed or any(map(_is_more, entry.sources)))


def _is_more(source: Source) -> bool:
    return bool(source.dated or source.checked or source.title != source.name)


def reviewer(review: Review | None) -> str:
    """Return who has reviewed an answer; empty if nobody of any profession has."""
    return f"Reviewed by {review.name}, {review.role}." if review and review.role else ""


def _checked(review: Review | None, words: Words) -> tuple[str, ...]:
    if not review:
        return ()
    checked = f"Checked against its sources on {day(review.on)}."
    return (" ".join(filter(None, (checked, reviewer(review) or words.unreviewed))),)


def _names(lead: str, sources: Iterable[Source]) -> tuple[Part, ...]:
    named: list[Part] = [lead]
    for source in sources:
        named += [", "] if len(named) > 1 else []
        named.append(Link(source.name, source.url))
    return (*named, ".")


def _article(basis: Basis, article: Article | None) -> tuple[str, ...]:
    if not isinstance(basis, Citation) or not article:
        return ()
    number = f", its reference {basis.reference}" if basis.reference else ""
    where = f"The article “{article.title}”, section “{basis.section}”{number}."
    people = f"By {article.author}, edited by {article.editor}"
    written = f"{people}; {article.publisher}, updated on {day(article.updated)}."
    return (" ".join(filter(None, (where, basis.says))), f"{written}\n{article.url}")


def _dated(source: Source) -> Link:
    of = f"of {source.dated}" if source.dated else ""
    read = f"read on {day(source.checked)}" if source.checked else ""
    told = ", ".join(filter(None, (of, read)))
    return Link(f"{source.title} ({told})" if told else source.title, source.url)


def day(day: date) -> str:
    """Return a date in words, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
