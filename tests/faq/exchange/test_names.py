"""Ids are made of titles, are valid and are never given twice."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from faq.exchange.names import Names, slug
from faq.loading.schema import MAX_ID_LENGTH
from faq.models import ID_PATTERN


def test_an_id_is_made_of_the_words_of_a_title() -> None:
    assert slug("What's ferritin, and why?") == "whats-ferritin-and-why"
    assert slug("Crème brûlée") == "creme-brulee"
    assert slug("Что такое ферритин?") == ""


def test_a_long_title_is_cut_between_words() -> None:
    assert slug("How long does it take until the tablets show any effect") == "how-long-does-it-take-until-the-tablets"
    assert slug("x" * 50) == "x" * MAX_ID_LENGTH


def test_titles_that_are_alike_get_numbers() -> None:
    names = Names(["a-2"])
    assert [names.of(title) for title in ("A", "a!", "?", "!")] == ["a", "a-3", "entry", "entry-2"]


@given(st.lists(st.text()))
def test_every_id_is_valid_and_unique(titles: list[str]) -> None:
    names = Names()
    made = [names.of(title) for title in titles]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(ID_PATTERN, name) and len(name) <= MAX_ID_LENGTH for name in made)
