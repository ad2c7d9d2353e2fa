"""What an answer rests on: the line under it, and the card behind its "Sources" button.

Each answer tells its own basis, because one line for all of them would be untrue for some.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from faq.card import Card, Link, Part
from faq.models import Article, Citation, Entry, Faq, Referral, Review, Source

_MONTHS = (  # not strftime's, which follow the locale
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNREVIEWED = "Not reviewed by a clinician."


def line(entry: Entry, article: Article) -> tuple[Part, ...]:
    """Return the line under an answer: what it is from, and what it is not from."""
    match entry.basis:
        case Citation():
            month = f"{_MONTHS[article.updated.month - 1]} {article.updated.year}"
            told: tuple[Part, ...] = (
                "From one article (",
                Link(article.publisher, article.url),
                f", updated {month}).",
            )
            return (*told, *_names(" Newer guidance: ", entry.note.sources)) if entry.note else told
        case Referral(sources):
            return tuple(_names("Not from the article: from ", sources))


def card(entry: Entry, faq: Faq) -> Card:
    """Return the card that tells what the line doesn't: where in the article, what it says there, and all dates."""
    return Card(
        heading="What this answer rests on",
        paragraphs=(f"“{entry.question}”", *_article(entry.basis, faq.article), _checked(entry.reviewed)),
        sources=tuple(_dated(source) for source in entry.sources),
        sources_listed=True,
    )


def reviewer(review: Review) -> str:
    """Return who has reviewed an answer; empty if nobody of any profession has."""
    return f"Reviewed by {review.name}, {review.role}." if review.role else ""


def _checked(review: Review) -> str:
    return f"Checked against its sources on {day(review.on)}. {reviewer(review) or UNREVIEWED}"


def _names(lead: str, sources: Iterable[Source]) -> tuple[Part, ...]:
    line: list[Part] = [lead]
    for source in sources:
        line += [", "] if len(line) > 1 else []
        line.append(Link(source.name, source.url))
    return (*line, ".")


def _article(basis: Citation | Referral, article: Article) -> tuple[str, ...]:
    if isinstance(basis, Referral):
        return ()
    number = f", its reference {basis.reference}" if basis.reference else ""
    where = f"The article “{article.title}”, section “{basis.section}”{number}."
    written = (
        f"By {article.author}, edited by {article.editor}; {article.publisher}, updated on {day(article.updated)}."
    )
    return (" ".join(filter(None, (where, basis.says))), f"{written}\n{article.url}")


def _dated(source: Source) -> Link:
    of = f"of {source.dated}" if source.dated else ""
    read = f"read on {day(source.checked)}" if source.checked else ""
    told = ", ".join(filter(None, (of, read)))
    return Link(f"{source.title} ({told})" if told else source.title, source.url)


def day(day: date) -> str:
    """Return a date in words, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
