"""Every text and list survives a cell, and no cell begins like a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.exchange.csv_cells import aligned, cell, items, lines, list_cell, text

ANY = st.text(st.characters(exclude_categories=["Cs"]))
DANGEROUS = st.builds("{}{}".format, st.sampled_from(["=", "+", "-", "@", "\t", "'=", "''@", "'", "＝"]), ANY)
TEXTS = ANY | DANGEROUS
FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")


@given(TEXTS)
def test_a_text_survives_a_cell(written: str) -> None:
    assert text(cell(written)) == written


@given(TEXTS)
def test_no_cell_begins_like_a_formula(written: str) -> None:
    assert not cell(written).startswith(FORMULA)


@given(st.lists(TEXTS, min_size=1).filter(any))
def test_a_list_survives_a_cell_line_by_line(written: list[str]) -> None:
    assert lines(list_cell(written)) == written
    assert not list_cell(written).startswith(FORMULA)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS, TEXTS)))
def test_rows_survive_cells_whose_lines_belong_together(rows: list[tuple[str, str, str]]) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    assert aligned([list_cell(column) for column in columns]) == rows


@given(TEXTS)
def test_a_cell_survives_a_csv_file(written: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([cell(written), "next"])
    [[read, following]] = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert (text(read), following) == (written, "next")


def test_a_formula_gets_an_apostrophe_before_it() -> None:
    assert cell('=HYPERLINK("https://example.org")') == '\'=HYPERLINK("https://example.org")'


def test_an_apostrophe_of_a_word_stays() -> None:
    assert text("'tis the season") == "'tis the season"


def test_empty_lines_and_the_space_around_items_are_no_items() -> None:
    assert items(" one \r\n\r\ntwo\n") == ["one", "two"]


def test_missing_lines_at_the_end_are_empty() -> None:
    assert aligned(["a\nb", "1", ""]) == [("a", "1", ""), ("b", "", "")]


@pytest.mark.parametrize(("item", "written"), [("two\nlines", "two\\nlines"), ("back\\slash", "back\\\\slash")])
def test_a_line_break_in_an_item_is_escaped(item: str, written: str) -> None:
    assert list_cell([item]) == written
