"""A script tells a language at once, and letters tell apart those that share it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.scripts import LANGUAGES, MANY, language_of, other_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("доброе утро", "CYRILLIC"),
        ("صباح الخير", "ARABIC"),
        ("नमस्ते", "DEVANAGARI"),
        ("早上好", "CJK"),
        ("お早う", "HIRAGANA"),
        ("コーヒー", "HIRAGANA"),
        ("좋은 아침", "HANGUL"),
        ("καλημέρα", "GREEK"),
        ("בוקר טוב", "HEBREW"),
        ("สวัสดี", "THAI"),
    ],
)
def test_a_text_in_another_script_is_told_by_it(text: str, script: str) -> None:
    assert other_script(text) == script


@pytest.mark.parametrize(
    "text", ["good morning", "Größe, ñandú, żółw", "", "123 + 4 = ?", "🙏🙏", "𝐛𝐨𝐥𝐝 letters", "ｗｉｄｅ"]
)
def test_latin_letters_in_any_font_and_signs_are_no_other_script(text: str) -> None:
    assert other_script(text) is None


def test_a_foreign_name_in_an_english_sentence_is_no_other_script() -> None:
    assert other_script("my neighbour Юля likes tea") is None
    assert other_script("a dose of 5 μg is small") is None


def test_a_brand_in_a_foreign_sentence_leaves_it_foreign() -> None:
    assert other_script("купила новый iPhone") == "CYRILLIC"


@pytest.mark.parametrize(
    ("script", "text", "code"),
    [
        ("CYRILLIC", "ми їли кашу", "uk"),
        ("CYRILLIC", "мы ели кашу", "ru"),
        ("CYRILLIC", "ЄВРОПА", "uk"),
        ("CYRILLIC", "љубав", "sr"),
        ("ARABIC", "گربه", "fa"),
        ("ARABIC", "لڑکا", "ur"),
        ("ARABIC", "مدرسة", "ar"),
        ("CYRILLIC", "мама", None),
        ("DEVANAGARI", "घर", None),
    ],
)
def test_a_letter_of_one_language_alone_tells_it(script: str, text: str, code: str | None) -> None:
    assert language_of(script, text) == code


def test_a_script_that_is_not_listed_is_of_several_languages() -> None:
    assert language_of("CHEROKEE", "ᏣᎳᎩ") == MANY


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_script_or_none(text: str) -> None:
    script = other_script(text)
    assert script is None or script in LANGUAGES or language_of(script, text) == MANY
