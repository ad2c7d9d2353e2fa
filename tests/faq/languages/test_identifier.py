"""py3langid tells longer texts in Latin letters apart, among the languages that people write here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.identifier import guess


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the neighbours painted their fence last weekend", "en"),
        ("los vecinos pintaron la valla el fin de semana pasado", "es"),
        ("die Nachbarn haben am Wochenende ihren Zaun gestrichen", "de"),
        ("les voisins ont repeint leur clôture le week-end dernier", "fr"),
        ("sąsiedzi pomalowali płot w zeszły weekend", "pl"),
        ("de buren hebben vorig weekend hun schutting geverfd", "nl"),
    ],
)
def test_a_sentence_is_told_with_confidence(text: str, code: str) -> None:
    guessed = guess(text)
    assert guessed.language == code
    assert guessed.probability > 0.5


def test_a_guess_that_is_english_has_the_probability_of_english() -> None:
    guessed = guess("the neighbours painted their fence last weekend")
    assert guessed.probability == guessed.english


def test_a_rare_language_is_taken_for_one_that_is_worth_telling() -> None:
    assert guess("egun on guztioi, zer moduz zaude gaur").language != "eu"


@given(st.text(max_size=300))
def test_any_text_gives_a_guess_at_least_as_likely_as_english(text: str) -> None:
    guessed = guess(text)
    assert 0 <= guessed.english <= guessed.probability <= 1.000001
