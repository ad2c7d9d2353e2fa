"""The trigger terms are single normalised words, as the parser yields them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from faq.safety import cues
from faq.text import words

SETS = {name: terms for name, terms in vars(cues).items() if isinstance(terms, frozenset)}
TABLES: dict[str, Mapping[str, object]] = {"ABBREVIATIONS": cues.ABBREVIATIONS, "NUMBERS": cues.NUMBERS}


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_trigger_term_is_one_word_or_a_pair_of_words(name: str) -> None:
    terms = [(term,) if isinstance(term, str) else term for term in SETS[name]]
    assert all(term == words(" ".join(term)) and len(term) <= 2 for term in terms)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_key_is_one_word(name: str) -> None:
    assert all(words(key) == (key,) for key in TABLES[name])


def test_the_expansion_of_an_abbreviation_is_final() -> None:
    assert all(word not in cues.ABBREVIATIONS for expansion in cues.ABBREVIATIONS.values() for word in expansion)


def test_no_negation_is_a_filler() -> None:
    assert not cues.NEGATIONS & cues.FILLERS
