"""Search by the beginnings of words: which entries it finds, and in which order."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.loading import load
from faq.models import Entry, Pages
from faq.title_search import TitleSearch
from tests.bot.small_faq import FAQ


def _entry(id_: str, topic: str, label: str, question: str, *phrasings: str) -> Entry:
    return Entry(id_, topic, question, phrasings, "", Pages(), label=label)


ENTRIES = (
    _entry("tea", "Drinks", "Caffeine", "Is tea bad for me?", "coffee", "coffee at night", "how much café crème"),
    _entry("zinc", "Metals", "What zinc is", "What is zinc?", "how is zinc used", "zinc", "why zinc"),
    _entry("much", "Metals", "Zinc: how much", "How much zinc do I need?", "how much zinc", "dose of zinc"),
    _entry("foods", "Metals", "What to eat", "Which foods have zinc?", "how do I eat well", "oysters", "foods"),
    _entry("still", "Rest", "", "My legs won't keep still", "how do I keep still"),
)
SMALL = replace(FAQ, entries=ENTRIES)
SEARCH = TitleSearch.of(SMALL)
PACKAGED = load()
PACKAGED_SEARCH = TitleSearch.of(PACKAGED)
LABELS = st.sampled_from([entry.short for entry in PACKAGED.entries])


def _found(text: str) -> list[str]:
    return [entry.id for entry in SEARCH.search(text)]


def test_a_label_that_starts_so_comes_first_then_other_labels_questions_phrasings_and_topics() -> None:
    assert _found("zinc") == ["much", "zinc", "foods"]
    assert _found("coff") == ["tea"]
    assert _found("met") == ["zinc", "much", "foods"]


def test_all_words_must_be_there_in_any_order_and_in_any_place() -> None:
    assert _found("much zinc") == _found("zinc much") == ["much"]
    assert _found("zinc tea") == []
    assert _found("coff tea") == ["tea"]


@pytest.mark.parametrize("text", ["CAFFEINE", "Caffé", "caffè", "café", "cafe crème", "ＣＡＦ", "  caf?  "])
def test_case_accents_and_punctuation_are_ignored(text: str) -> None:
    assert _found(text) == ["tea"]


@pytest.mark.parametrize("text", ["won", "won't", "wont", "won’t k", "will not", "my legs won"])
def test_a_contraction_is_found_while_it_is_typed(text: str) -> None:
    assert _found(text) == ["still"]


def test_another_form_of_a_word_is_found_by_its_stem() -> None:
    assert _found("coffees") == ["tea"]
    assert _found("eating") == ["foods"]


def test_a_word_that_most_phrasings_use_tells_nothing() -> None:
    assert _found("how") == ["much"]
    assert _found("well") == ["foods"]


def test_a_word_of_one_phrasing_in_many_tells_nothing() -> None:
    many = replace(ENTRIES[0], phrasings=(*(f"coffee {n}" for n in range(30)), "an umbrella"))
    search = TitleSearch.of(replace(FAQ, entries=(many, *ENTRIES[1:])))
    assert (search.search("coffee"), search.search("umbrella")) == ((many,), ())


@pytest.mark.parametrize("text", ["", " ", "?!", "xyzzy", "\ud83e", "🦵", "\x00"])
def test_without_a_known_word_nothing_is_found(text: str) -> None:
    assert _found(text) == []


def test_a_faq_without_entries_or_with_one_is_searched_too() -> None:
    assert TitleSearch.of(replace(FAQ, entries=())).search("zinc") == ()
    assert TitleSearch.of(replace(FAQ, entries=ENTRIES[:1])).search("coff") == ENTRIES[:1]


@given(st.text(max_size=256))
def test_any_text_finds_each_entry_once_and_always_in_the_same_order(text: str) -> None:
    found = PACKAGED_SEARCH.search(text)
    assert len({entry.id for entry in found}) == len(found)
    assert SEARCH.search(text) == TitleSearch.of(SMALL).search(text)


@given(LABELS, st.data())
def test_each_beginning_of_a_label_finds_its_entry(label: str, data: st.DataObject) -> None:
    beginning = label[: data.draw(st.integers(1, len(label)))]
    found = [entry.short for entry in PACKAGED_SEARCH.search(beginning)]
    assert label in found or not any(map(str.isalnum, beginning))


@given(LABELS)
def test_a_whole_label_finds_its_entry_first(label: str) -> None:
    assert PACKAGED_SEARCH.search(label)[0].short == label


@given(LABELS.map(str.split), st.data())
def test_in_another_order_the_same_words_find_the_same_entries(typed: list[str], data: st.DataObject) -> None:
    moved = data.draw(st.permutations(typed))
    assert set(PACKAGED_SEARCH.search(" ".join(moved))) == set(PACKAGED_SEARCH.search(" ".join(typed)))


def test_a_search_takes_less_than_a_millisecond() -> None:
    began = time.perf_counter()
    for text in ("i", "fer", "what is", "how much iron", "a b c d e f g h") * 25:
        PACKAGED_SEARCH.search(text)
    assert (time.perf_counter() - began) / 100 < 0.001
