"""A FAQ as CSV: one row an entry. Read with commas, semicolons or tabs between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from rapidfuzz import process

from faq.exchange.csv_cells import items, text
from faq.exchange.csv_columns import (
    COLUMNS,
    REQUIRED,
    SIMPLE,
    article_of,
    entry_of,
    lab_test_of,
    row,
    section_of,
    sources_of,
)
from faq.exchange.entries import Draft, Drafts, present
from faq.exchange.html_text import plain_text
from faq.exchange.sources import Gathered, differing
from faq.exchange.text_file import MAX_TEXT, ExchangeError
from faq.loading.yaml_document import Value
from faq.models import Faq

MAX_COLUMNS = 200
_DELIMITERS = ",;\t"
_KNOWN = (*COLUMNS, SIMPLE)


@dataclass(frozen=True, slots=True)
class _Record:
    """A row with the place that spreadsheets and editors show."""

    where: str
    cells: dict[str, str]
    stray: bool
    """Whether a cell stands below no column name."""


def csv_text(faq: Faq) -> str:
    """Return a FAQ as CSV; the mark at its start tells spreadsheets that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(row(entry, faq) for entry in faq.entries)
    return f"\ufeff{file.getvalue()}"


def read_csv(content: str, name: str, topic: str) -> Drafts:
    """Read CSV; entries without a topic get the one given.

    Raises:
        ExchangeError: with every row that cannot be taken.

    """
    columns, records = _table(content, name)
    faults = [*_column_faults(columns, name), *chain.from_iterable(map(_row_faults, records))]
    if not faults and not records:
        faults.append(f"{name}: has no row below the columns; add a question with its answer")
    if faults:
        raise ExchangeError(faults)
    return _drafts(records, topic)


def _table(content: str, name: str) -> tuple[list[str], list[_Record]]:
    """Return the columns and the rows; empty rows are left out."""
    rows = _rows(content, name, _delimiter(content))
    _, header = next(rows, (1, []))
    columns = [text(cell).strip().casefold() for cell in header]
    records = []
    for number, (line, cells) in enumerate(rows, 2):
        if any(map(str.strip, cells)):
            pairs = list(zip_longest(columns, cells, fillvalue=""))
            stray = any(cell.strip() for column, cell in pairs if not column)
            records.append(_Record(f"{name}:{line}: row {number}", dict(pairs), stray))
    return columns, records


def _rows(content: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins in."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        cure = "check the quotes of this row; a double quote inside a cell is written twice"
        raise ExchangeError([f"{name}:{line}: is not valid CSV: {error}; {cure}"]) from None


def _delimiter(content: str) -> str:
    """Return the delimiter that most cells of the first line are separated by."""
    first = content.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _column_faults(columns: Sequence[str], name: str) -> Iterator[str]:
    if len(columns) > MAX_COLUMNS:
        yield f"{name}:1: there are more than {MAX_COLUMNS} columns; delete those that are not of the FAQ"
        return
    for missing in (column for column in REQUIRED if column not in columns):
        yield f"{name}:1: the column `{missing}` is missing; add it to the first row"
    for column in dict.fromkeys(column for column in columns if column and columns.count(column) > 1):
        yield f"{name}:1: there are several columns `{column}`; rename or delete all but one"
    for unknown in (column for column in columns if column and column not in _KNOWN):
        nearest = process.extractOne(unknown, _KNOWN, score_cutoff=80)
        cure = (
            f"did you mean `{nearest[0]}`?"
            if nearest
            else "delete it, or rename it (`legwise export` writes all columns)"
        )
        yield f"{name}:1: the column `{unknown[:60]}` is unknown; {cure}"


def _row_faults(record: _Record) -> Iterator[str]:
    for name in REQUIRED:
        if name in record.cells and not plain_text(text(record.cells[name][:MAX_TEXT])).strip():
            yield f"{record.where}: `{name}` is empty; write it, or delete the row"
    for name in (name for name, cell in record.cells.items() if len(cell) > MAX_TEXT):
        yield f"{record.where}: `{name}` has more than {MAX_TEXT:,} characters; shorten it"
    if record.stray:
        cure = "put text with a separator in double quotes, or name the column in the first row"
        yield f"{record.where}: a cell has no column name; {cure}"
    if any(record.cells.get(column, "").strip() for column in ("refer", "section")) and record.cells.get(SIMPLE):
        yield f"{record.where}: has a `{SIMPLE}` besides `refer` or `section`; keep one of them"


def _drafts(records: Sequence[_Record], topic: str) -> Drafts:
    sources, sections, tests = Gathered("source"), Gathered("section"), Gathered("test")
    for record in records:
        for source, fields in sources_of(record.cells).items():
            sources.add(source, fields, record.where)
        if section := section_of(record.cells):
            sections.add(str(section["name"]), section, record.where)
        test, fields = lab_test_of(record.cells)
        if test and fields:
            tests.add(test, fields, record.where)
    article, article_faults = differing(((r.where, article_of(r.cells)) for r in records), "article")
    title, title_faults = _whole(records, "title")
    disclaimer, disclaimer_faults = _whole(records, "disclaimer")
    entries = tuple(_draft(record, topic, sources) for record in records)
    gathered = (sources, sections, tests)
    faults = [*chain.from_iterable(g.faults for g in gathered), *article_faults, *title_faults, *disclaimer_faults]
    if faults:
        raise ExchangeError(faults)
    if article:
        article = {**article, "sections": list[Value](sections.values.values())}
    return Drafts(entries, sources.values, article, disclaimer, title, tests.values)


def _whole(records: Sequence[_Record], column: str) -> tuple[str, list[str]]:
    """Return what a column says of the FAQ as a whole, and a fault for each row that says otherwise."""
    named = ((r.where, present(text=text(r.cells.get(column, "")).strip())) for r in records)
    fields, faults = differing(named, column)
    return str(fields["text"]) if fields else "", faults


def _draft(record: _Record, topic: str, sources: Gathered) -> Draft:
    fields = entry_of(record.cells)
    pages = [sources.add_page(page, record.where) for page in items(record.cells.get(SIMPLE, ""))]
    refer: list[Value] = list(dict.fromkeys(page for page in pages if page))
    if refer:
        fields = {**fields, "refer": refer}
    return Draft(record.where, text(record.cells.get("topic", "")).strip() or topic, fields)
