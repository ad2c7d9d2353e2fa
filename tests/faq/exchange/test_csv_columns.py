"""A row has every field of its entry, and an entry every field of its row."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from faq.exchange.csv_columns import COLUMNS, entry_of, lab_test_of, row, section_of, sources_of
from faq.exchange.entries import entry_fields, lab_test_fields, source_fields
from faq.lab_values import LabRange, LabTest
from faq.models import Citation, Entry, Faq, Figure, Note, Pages, Review, Source

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip)
WORDS = TEXT.filter(bool)
FIGURES = st.builds(Figure, WORDS, WORDS, TEXT, TEXT, WORDS)
SOURCES = st.builds(Source, WORDS, WORDS, WORDS, TEXT, TEXT, st.none() | st.dates(), st.tuples() | st.tuples(FIGURES))
CITATIONS = st.builds(Citation, WORDS, st.none() | st.integers(0, 999), TEXT)
REVIEWS = st.none() | st.builds(Review, st.dates(), TEXT, TEXT)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.none() | st.builds(LabRange, WORDS, NUMBERS | st.just(0.0), NUMBERS | st.just(math.inf))


@given(st.tuples(WORDS, WORDS, WORDS), TEXT, CITATIONS, WORDS, SOURCES, REVIEWS, VALUES)
def test_every_field_of_an_entry_survives_its_row(
    packaged: Faq,
    texts: tuple[str, str, str],
    more: str,
    basis: Citation,
    note: str,
    source: Source,
    reviewed: Review | None,
    values: LabRange | None,
) -> None:
    question, phrasing, answer = texts
    entry = Entry(
        "id",
        "Topic",
        question,
        (phrasing,),
        answer,
        basis,
        reviewed,
        more,
        Note(note, (source,)),
        ("a", "b"),
        "",
        values,
    )
    cells = row(entry, packaged)
    assert cells.keys() <= set(COLUMNS)
    assert entry_of(cells) == entry_fields(entry)
    assert sources_of(cells) == {source.id: source_fields(source)}


@given(st.lists(WORDS, min_size=1), st.lists(WORDS))
def test_the_test_of_an_entry_survives_its_row(packaged: Faq, names: list[str], units: list[str]) -> None:
    test = LabTest("iron", tuple(names), tuple(units))
    cells = row(replace(packaged.entries[0], values=LabRange("iron")), replace(packaged, lab_tests=(test,)))
    assert lab_test_of(cells) == ("iron", lab_test_fields(test))


def test_an_entry_that_names_little_has_few_cells_and_is_the_same_again(packaged: Faq) -> None:
    bare = Entry("id", "Topic", "Q?", (), "A.", Pages())
    cells = row(bare, replace(packaged, article=None))
    filled = {column for column, value in cells.items() if value}
    assert filled == {"id", "topic", "question", "answer", "title", "disclaimer"}
    assert entry_of(cells) == entry_fields(bare) == {"id": "id", "question": "Q?", "answer": "A."}


def test_an_entry_that_cites_no_section_of_the_article_has_no_figures_of_it(packaged: Faq) -> None:
    unknown = replace(packaged.entries[0], basis=Citation("Unknown"), note=None)
    assert section_of(row(unknown, packaged)) == {"name": "Unknown"}
    assert "figure_value" not in row(unknown, packaged)
