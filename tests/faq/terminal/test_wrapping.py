"""Text wrapped between words."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text

from faq.answer_card import entry_card
from faq.loading import load
from faq.terminal.rendering import blocks
from faq.terminal.wrapping import wrapped


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in wrapped(Text(text), width)]


def test_a_line_breaks_between_words() -> None:
    assert lines("restless legs syndrome", 14) == ["restless legs", "syndrome"]


def test_a_line_may_fill_the_width() -> None:
    assert lines("restless legs syndrome", 13) == ["restless legs", "syndrome"]


def test_a_paragraph_keeps_its_own_lines() -> None:
    assert lines("one\n\ntwo", 40) == ["one", "", "two"]


def test_the_lines_of_a_list_hang_under_its_first_word() -> None:
    assert lines("1. restless legs\n10. iron and legs", 12) == [
        "1. restless",
        "   legs",
        "10. iron and",
        "    legs",
    ]


def test_a_word_wider_than_the_terminal_stays_whole() -> None:
    assert lines("see https://example.org/iron now", 10) == ["see", "https://example.org/iron", "now"]


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert lines("a ferritin of 50\N{NO-BREAK SPACE}ng/mL", 16) == ["a ferritin of", "50\N{NO-BREAK SPACE}ng/mL"]


def test_wide_characters_count_as_two_columns() -> None:
    assert lines("鉄分 鉄分", 8) == ["鉄分", "鉄分"]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_packaged_answer_fits_the_width_with_all_its_words(width: int) -> None:
    faq = load()
    for entry in faq.entries:
        for block in blocks(entry_card(entry, faq), linked=True):
            shown = [line.plain for line in wrapped(block, width)]
            assert max(map(cell_len, shown)) <= width
            assert " ".join(shown).split() == block.plain.split()
