"""The columns of a CSV file: an entry -> a row, and a row -> the fields of an entry.

A row is whole: it repeats the article, sources and test that its entry names, so that rows can be sorted and deleted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from faq.exchange.csv_cells import aligned, cell, items, list_cell, text
from faq.exchange.entries import Fields, as_date, present
from faq.exchange.html_text import escaped, plain_text
from faq.lab_values import LabRange
from faq.loading.yaml_document import Value
from faq.models import Article, Citation, Entry, Faq, Figure, Note, Review, Section, Source

REQUIRED = ("question", "answer")
SIMPLE = "source"
"""In a list that is written by hand: addresses of pages, with or without a title before each. Never exported."""
_ENTRY = ("id", "topic", "label", "question", "subject", "phrasings", "answer", "more")
_BASIS = ("section", "reference", "says", "refer", "note", "note_sources", "related", "unlike_near", "unlike_everyday")
_REVIEW = ("reviewed_on", "reviewer_role", "reviewer_name")
_SOURCE = ("source_id", "source_title", "source_url", "source_publisher", "source_dated", "source_checked")
_FIGURE = ("figure_value", "figure_of", "figure_among", "figure_under", "figure_at", "figure_source")
_VALUES = ("values_test", "values_start", "values_below")
_TEST = ("values_names", "values_units")
_ARTICLE = ("title", "url", "author", "editor", "publisher", "updated")
COLUMNS = (
    *_ENTRY, *_BASIS, *_REVIEW, *_SOURCE, *_FIGURE, "section_references",
    *_VALUES, *_TEST, *(f"article_{name}" for name in _ARTICLE), "title", "disclaimer",
)  # fmt: skip

Row = Mapping[str, str]


def row(entry: Entry, faq: Faq) -> dict[str, str]:
    """Return the cells of an entry by column."""
    cited = isinstance(entry.basis, Citation)
    return {
        **_entry_cells(entry),
        **_basis_cells(entry),
        **_note_cells(entry.note),
        **_review_cells(entry.reviewed),
        **_source_cells(entry.sources),
        **_figure_cells(_section(entry, faq), entry.sources),
        **(_article_cells(faq.article) if cited else {}),
        **_values_cells(entry.values, faq),
        "title": cell(faq.title),
        "disclaimer": cell(faq.disclaimer),
    }


def _values_cells(values: LabRange | None, faq: Faq) -> dict[str, str]:
    if not values:
        return {}
    start = cell(str(values.start)) if values.start else ""
    below = "" if math.isinf(values.below) else cell(str(values.below))
    test = next((test for test in faq.lab_tests if test.id == values.test), None)
    named = (list_cell(test.names), list_cell(test.units)) if test else ("", "")
    return dict(zip((*_VALUES, *_TEST), (cell(values.test), start, below, *named), strict=True))


def _entry_cells(entry: Entry) -> dict[str, str]:
    return {
        "id": cell(entry.id),
        "topic": cell(entry.topic),
        "label": cell(entry.label),
        "question": cell(escaped(entry.question)),
        "subject": cell(entry.subject),
        "phrasings": list_cell(entry.phrasings),
        "answer": cell(escaped(entry.answer)),
        "more": cell(escaped(entry.more)),
        "related": list_cell(entry.related),
        "unlike_near": list_cell(entry.unlike.near),
        "unlike_everyday": list_cell(entry.unlike.everyday),
    }


def _basis_cells(entry: Entry) -> dict[str, str]:
    if isinstance(entry.basis, Citation):
        reference = entry.basis.reference
        number = "" if reference is None else cell(str(reference))
        return {"section": cell(entry.basis.section), "reference": number, "says": cell(entry.basis.says)}
    return {"refer": list_cell(source.id for source in entry.basis.sources)}


def _note_cells(note: Note | None) -> dict[str, str]:
    if not note:
        return {}
    return {"note": cell(escaped(note.text)), "note_sources": list_cell(source.id for source in note.sources)}


def _review_cells(review: Review | None) -> dict[str, str]:
    if not review:
        return {}
    cells = (review.on.isoformat(), cell(review.role), cell(review.name))
    return dict(zip(_REVIEW, cells, strict=True))


def _source_cells(sources: Iterable[Source]) -> dict[str, str]:
    rows = [(s.id, s.title, s.url, s.publisher, s.dated, s.checked.isoformat() if s.checked else "") for s in sources]
    return _columns(_SOURCE, rows)


def _figure_cells(section: Section | None, sources: Iterable[Source]) -> dict[str, str]:
    """Return the figures of the section, which have no source id, and of the sources."""
    rows = [_figure_row(figure, "") for figure in (section.figures if section else ())]
    rows += [_figure_row(figure, source.id) for source in sources for figure in source.figures]
    references = sorted(section.references) if section else ()
    return {**_columns(_FIGURE, rows), "section_references": list_cell(map(str, references))}


def _figure_row(figure: Figure, source: str) -> tuple[str, ...]:
    return (figure.value, figure.of, figure.among, figure.under, figure.at, source)


def _section(entry: Entry, faq: Faq) -> Section | None:
    if not isinstance(entry.basis, Citation) or not faq.article:
        return None
    return next((section for section in faq.article.sections if section.name == entry.basis.section), None)


def _article_cells(article: Article | None) -> dict[str, str]:
    if not article:
        return {}
    cells = {name: cell(str(getattr(article, name))) for name in _ARTICLE[:-1]}
    return {f"article_{name}": value for name, value in (cells | {"updated": article.updated.isoformat()}).items()}


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    columns = zip(*rows, strict=True) if rows else ()
    return {name: list_cell(column) for name, column in zip(names, columns, strict=bool(rows)) if any(column)}


def entry_of(row: Row) -> Fields:
    """Return the fields of the entry in a row."""
    return present(
        id=_plain(row, "id"),
        label=_plain(row, "label"),
        question=plain_text(text(row["question"])).strip(),
        subject=_plain(row, "subject"),
        phrasings=list[Value](items(row.get("phrasings", ""))),
        answer=plain_text(text(row["answer"])).strip(),
        more=plain_text(text(row.get("more", ""))).strip(),
        cites=_cites(row),
        refer=list[Value](items(row.get("refer", ""))),
        note=_note(row),
        values=_values(row),
        related=list[Value](items(row.get("related", ""))),
        unlike=_unlike(row),
        reviewed=_reviewed(row),
    )


def sources_of(row: Row) -> dict[str, Fields]:
    """Return the sources in a row by id."""
    figures = {
        source: [fields for _, fields in group]
        for source, group in groupby(sorted(_figures(row), key=lambda pair: pair[0]), key=lambda pair: pair[0])
    }
    return {
        name: present(
            title=title,
            url=url,
            publisher=publisher,
            dated=dated,
            checked=as_date(checked),
            figures=list[Value](figures.get(name, [])),
        )
        for name, title, url, publisher, dated, checked in _aligned(row, _SOURCE)
    }


def lab_test_of(row: Row) -> tuple[str, Fields]:
    """Return the id of the test in a row, and its fields; none if the row only names the test, or none at all."""
    names, units = (list[Value](items(row.get(column, ""))) for column in _TEST)
    return _plain(row, _VALUES[0]), present(names=names, units=units)


def section_of(row: Row) -> Fields:
    """Return the section of the article that a row cites, with the section's figures; empty if it cites none."""
    name = _plain(row, "section")
    if not name:
        return {}
    figures = [fields for source, fields in _figures(row) if not source]
    references = [_number(item) for item in items(row.get("section_references", ""))]
    return present(name=name, figures=list[Value](figures), references=references)


def article_of(row: Row) -> Fields:
    """Return the article in a row, without its sections; empty if the row has none."""
    fields = {name: _plain(row, f"article_{name}") for name in _ARTICLE}
    return present(**{**fields, "updated": as_date(fields["updated"])})


def _plain(row: Row, name: str) -> str:
    return text(row.get(name, "")).strip()


def _cites(row: Row) -> Fields:
    return present(
        section=_plain(row, "section"), reference=_number(_plain(row, "reference")), says=_plain(row, "says")
    )


def _note(row: Row) -> Fields:
    sources = list[Value](items(row.get("note_sources", "")))
    return present(text=plain_text(_plain(row, "note")), sources=sources)


def _unlike(row: Row) -> Fields:
    near, everyday = (list[Value](items(row.get(f"unlike_{kind}", ""))) for kind in ("near", "everyday"))
    return present(near=near, everyday=everyday)


def _values(row: Row) -> Fields:
    test, start, below = (_plain(row, column) for column in _VALUES)
    return present(test=test, start=_decimal(start), below=_decimal(below))


def _reviewed(row: Row) -> Fields:
    on, role, name = (_plain(row, column) for column in _REVIEW)
    return present(on=as_date(on), by=present(role=role, name=name))


def _figures(row: Row) -> Iterator[tuple[str, Fields]]:
    for value, of, among, under, at, source in _aligned(row, _FIGURE):
        yield source.strip(), present(value=value, of=of, among=among, under=under, at=at)


def _aligned(row: Row, names: Sequence[str]) -> list[tuple[str, ...]]:
    return aligned([row.get(name, "") for name in names])


def _decimal(text: str) -> Value:
    """Return a number; any other text as it is, because validation reports it."""
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _number(text: str) -> Value:
    """Return a whole number; any other text as it is, because validation reports it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
