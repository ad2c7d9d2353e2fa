"""Rows of words with stems, numbers and groups are found where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.pattern import Pattern, Patterns
from faq.languages.pattern_matcher import PatternMatcher

SPANISH = Pattern("es")
Rows = list[str]
Groups = Mapping[str, Rows]
Found = set[tuple[int, int, int]]


def matcher(rows: Sequence[str], groups: Groups | None = None, pattern: Pattern = SPANISH) -> PatternMatcher:
    patterns = Patterns()
    for name, members in (groups or {}).items():
        for member in members:
            patterns.define(pattern.group(name), pattern.keys(member))
    for row in rows:
        patterns.add(pattern.keys(row))
    return PatternMatcher(patterns)


def found(rows: Sequence[str], text: str, groups: Groups | None = None) -> Found:
    """Return the start, the end and the row of each that stands in a text."""
    return {(start, end, row) for row, start, end in matcher(rows, groups).find(text.split())}


@pytest.mark.parametrize(
    ("row", "text", "spans"),
    [
        ("dos gatos", "veo dos gatos", {(1, 3)}),
        ("dos gatos", "dos perros gatos", set()),
        ("gat*", "gato gata perro gat", {(0, 1), (1, 2), (3, 4)}),
        ("hace * dias", "hace tres dias", {(0, 3)}),
        ("hace * dias", "hace dias", set()),
        ("hace {number} dias", "hace 3 dias", {(0, 3)}),
        ("hace {number} dias", "hace tres dias", set()),
        ("*", "uno dos", {(0, 1), (1, 2)}),
        ("Años", "diez anos", {(1, 2)}),
        ("l'eau*", "de l eaux", {(1, 3)}),
        ("gato", "", set()),
    ],
)
def test_a_row_is_found_at_each_place_where_it_stands(row: str, text: str, spans: set[tuple[int, int]]) -> None:
    assert {(start, end) for start, end, _ in found([row], text)} == spans


def test_of_rows_that_begin_alike_each_is_found() -> None:
    assert found(["uno", "uno dos", "uno dos tres"], "uno dos tres") == {(0, 1, 0), (0, 2, 1), (0, 3, 2)}


def test_a_group_stands_for_each_of_its_rows_in_their_lengths() -> None:
    animals = {"animal": ["gato", "perro grande"]}
    assert found(["mi {animal} come"], "mi gato come", animals) == {(0, 3, 0)}
    assert found(["mi {animal} come"], "mi perro grande come", animals) == {(0, 4, 0)}
    assert found(["mi {animal} come"], "mi perro come", animals) == set()


def test_a_group_may_name_a_group_and_a_number() -> None:
    groups = {"age": ["{number} anos"], "child": ["hijo", "hijo de {age}"]}
    assert found(["{child} duerme"], "mi hijo de 4 anos duerme", groups) == {(1, 6, 0)}


def test_groups_of_the_same_name_in_two_languages_are_kept_apart() -> None:
    patterns = Patterns()
    for code, word in (("es", "gato"), ("de", "katze")):
        pattern = Pattern(code)
        patterns.define(pattern.group("animal"), pattern.keys(word))
        patterns.add(pattern.keys("{animal}"))
    assert list(PatternMatcher(patterns).find(["katze"])) == [(1, 0, 1)]


def test_a_row_without_a_word_is_found_nowhere() -> None:
    assert found(["…", ""], "uno dos", {"empty": ["!"]}) == set()
    assert found(["{empty}"], "uno dos", {"empty": ["!"]}) == set()


def test_the_same_row_has_the_same_number() -> None:
    patterns = Patterns()
    assert [patterns.add(SPANISH.keys(row)) for row in ("uno", "dos", "Uno")] == [0, 1, 0]


WORDS = st.sampled_from(["a", "b", "ab", "abc", "3", "a*", "ab*", "*", "{number}"])


def rows_of(*groups: str) -> st.SearchStrategy[Rows]:
    named = st.sampled_from([f"{{{name}}}" for name in groups]) if groups else WORDS
    return st.lists(st.lists(WORDS | named, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3)


def expanded(row: str, groups: Groups) -> Iterator[str]:
    """Write out a row for each choice of the members of its groups."""
    choices = (_written_out(slot, groups) for slot in row.split())
    return (" ".join(chosen) for chosen in product(*choices))


def _written_out(slot: str, groups: Groups) -> Rows:
    members = groups.get(slot.strip("{}")) if slot.startswith("{") else None
    return [slot] if members is None else [each for member in members for each in expanded(member, groups)]


@given(
    st.tuples(rows_of(), rows_of("one"), rows_of("one", "two")),
    rows_of("one", "two", "three"),
    st.lists(st.sampled_from(["a", "b", "ab", "abc", "3", "c"]), max_size=8).map(" ".join),
)
def test_nested_groups_find_what_their_expansion_written_out_finds(
    members: tuple[Rows, Rows, Rows], rows: Rows, text: str
) -> None:
    groups = dict(zip(("one", "two", "three"), members, strict=True))
    for row in rows:
        written_out = found([*expanded(row, groups)], text)
        assert {span[:2] for span in found([row], text, groups)} == {span[:2] for span in written_out}


@given(st.lists(st.text(max_size=8)))
def test_any_words_are_searched(words: list[str]) -> None:
    rows = matcher(["{pair} c", "a*", "* {number}"], {"pair": ["a b", "b", "*"]})
    assert all(0 <= start < end <= len(words) for _, start, end in rows.find(words))
