"""An entry, a source or an article as the fields of its content file; `faq/content/README.md` documents them.

What is imported stays in this form: it is validated where every content folder is, when it is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from faq.lab_values import LabRange, LabTest
from faq.loading.yaml_document import Value
from faq.models import Article, Citation, Entry, Faq, Figure, Note, Review, Source

Fields = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that was read but not validated, and where in the file it is."""

    where: str
    topic: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Drafts:
    """The content of a file: its entries, and what they name: sources and laboratory tests by id, and the article."""

    entries: tuple[Draft, ...]
    sources: Mapping[str, Fields] = field(default_factory=dict)
    article: Fields | None = None
    disclaimer: str = ""
    title: str = ""
    tests: Mapping[str, Fields] = field(default_factory=dict)


def entry_fields(entry: Entry) -> Fields:
    """Return an entry as in its topic file."""
    return present(
        id=entry.id,
        label=entry.label,
        question=entry.question,
        subject=entry.subject,
        phrasings=list(entry.phrasings),
        answer=entry.answer,
        more=entry.more,
        **_basis(entry),
        note=_note(entry.note),
        values=_values(entry.values),
        related=list(entry.related),
        unlike=present(near=list(entry.unlike.near), everyday=list(entry.unlike.everyday)),
        reviewed=_review(entry.reviewed),
    )


def source_fields(source: Source) -> Fields:
    """Return a source as in the file of sources, without its id."""
    return present(
        title=source.title,
        url=source.url,
        publisher=source.publisher,
        dated=source.dated,
        checked=source.checked,
        figures=_figures(source.figures),
    )


def article_fields(article: Article | None) -> Fields | None:
    """Return the article with all its sections; None if there is none."""
    if not article:
        return None
    sections = [
        present(
            name=section.name, figures=_figures(section.figures), references=list[Value](sorted(section.references))
        )
        for section in article.sections
    ]
    return present(
        title=article.title,
        url=article.url,
        author=article.author,
        editor=article.editor,
        publisher=article.publisher,
        updated=article.updated,
        sections=list[Value](sections),
    )


def all_sources(faq: Faq) -> dict[str, Source]:
    """Return the sources of all entries by id."""
    return {source.id: source for entry in faq.entries for source in entry.sources}


def all_tests(faq: Faq) -> dict[str, LabTest]:
    """Return the laboratory tests whose values entries are about, by id."""
    named = {entry.values.test for entry in faq.entries if entry.values}
    return {test.id: test for test in faq.lab_tests if test.id in named}


def lab_test_fields(test: LabTest) -> Fields:
    """Return a laboratory test as in the file of the matcher, without its id."""
    return present(names=list(test.names), units=list(test.units))


def present(**values: Value) -> Fields:
    """Return the fields that have a value; empty ones are left out of a file."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def as_date(value: Value) -> Value:
    """Return a date in ISO form as a date; anything else as it is, because validation reports it."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value


def _basis(entry: Entry) -> Fields:
    if isinstance(entry.basis, Citation):
        cites = present(section=entry.basis.section, reference=entry.basis.reference, says=entry.basis.says)
        return {"cites": cites}
    return present(refer=[source.id for source in entry.basis.sources])


def _note(note: Note | None) -> Value:
    return present(text=note.text, sources=[source.id for source in note.sources]) if note else None


def _values(values: LabRange | None) -> Value:
    if not values:
        return None
    below = None if math.isinf(values.below) else values.below
    return present(test=values.test, start=values.start or None, below=below)


def _review(review: Review | None) -> Value:
    return present(on=review.on, by=present(role=review.role, name=review.name)) if review else None


def _figures(figures: Iterable[Figure]) -> list[Value]:
    return [present(value=f.value, of=f.of, among=f.among, under=f.under, at=f.at) for f in figures]
