"""A row has every field of its entry, and an entry every field of its row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from faq.exchange.csv_columns import COLUMNS, entry_of, row, section_of, sources_of
from faq.exchange.entries import entry_fields, source_fields
from faq.models import Citation, Entry, Faq, Figure, Note, Review, Source

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip)
WORDS = TEXT.filter(bool)
FIGURES = st.builds(Figure, WORDS, WORDS, TEXT, TEXT, WORDS)
SOURCES = st.builds(Source, WORDS, WORDS, WORDS, TEXT, TEXT, st.none() | st.dates(), st.tuples() | st.tuples(FIGURES))
CITATIONS = st.builds(Citation, WORDS, st.none() | st.integers(0, 999), TEXT)
REVIEWS = st.builds(Review, st.dates(), TEXT, TEXT)


@given(st.tuples(WORDS, WORDS, WORDS), TEXT, CITATIONS, WORDS, SOURCES, REVIEWS)
def test_every_field_of_an_entry_survives_its_row(
    packaged: Faq,
    texts: tuple[str, str, str],
    more: str,
    basis: Citation,
    note: str,
    source: Source,
    reviewed: Review,
) -> None:
    question, phrasing, answer = texts
    entry = Entry(
        "id", "Topic", question, (phrasing,), answer, basis, reviewed, more, Note(note, (source,)), ("a", "b")
    )
    cells = row(entry, packaged)
    assert cells.keys() <= set(COLUMNS)
    assert entry_of(cells) == entry_fields(entry)
    assert sources_of(cells) == {source.id: source_fields(source)}


def test_an_entry_that_cites_no_section_of_the_article_has_no_figures_of_it(packaged: Faq) -> None:
    unknown = replace(packaged.entries[0], basis=Citation("Unknown"), note=None)
    assert section_of(row(unknown, packaged)) == {"name": "Unknown"}
    assert "figure_value" not in row(unknown, packaged)
