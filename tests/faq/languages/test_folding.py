"""Folded words compare without accents, in any script, and know their clause."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.folding import fold, folded_words
from faq.text import MAX_LENGTH

ANY_TEXT = st.text(st.characters(exclude_categories=()))
ACCENTS = ("", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING TILDE}", "\N{COMBINING DIAERESIS}", "\N{COMBINING CEDILLA}")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Niño", ("nino",)),
        ("GARÇON à Noël", ("garcon", "a", "noel")),
        ("Straße", ("strasse",)),
        ("Łódź", ("lodz",)),
        ("smørrebrød", ("smorrebrod",)),
        ("cœur", ("coeur",)),
        ("ışık", ("isik",)),
        ("İSTANBUL", ("istanbul",)),
        ("ёлка", ("елка",)),
        ("ＦＵＬＬ ｗｉｄｔｈ", ("full", "width")),
        ("snake_case", ("snake", "case")),
        ("40mg x2", ("40mg", "x2")),
    ],
)
def test_a_word_is_folded_to_the_letters_that_a_hasty_person_types(typed: str, words: tuple[str, ...]) -> None:
    assert folded_words(typed) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'eau", "l’eau"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("كتاب", "کتاب"),
        ("مُدَرِّس", "مدرس"),
        ("كتـــاب", "كتاب"),
        ("می‌خواهم", "می خواهم"),
        ("نمی‌خواهم", "نمیخواهم"),
        ("हाँ", "हां"),
        ("ज़रूर", "जरूर"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_two_spellings_of_a_word_are_folded_to_the_same(one: str, other: str) -> None:
    assert folded_words(one) == folded_words(other)


@pytest.mark.parametrize("word", ["पानी", "क्षमा", "বাংলা", "தமிழ்"])
def test_the_vowels_and_joined_consonants_of_india_stay_one_word(word: str) -> None:
    assert len(folded_words(word)) == 1


def test_different_vowels_of_india_make_different_words() -> None:
    assert folded_words("दिन") != folded_words("दीन")


def test_an_apostrophe_parts_words() -> None:
    assert folded_words("aujourd’hui j'ai") == ("aujourd", "hui", "j", "ai")


@given(st.text("abcdeghinostuz ", max_size=60), st.data())
def test_accents_change_no_word_however_they_are_typed(plain: str, data: st.DataObject) -> None:
    accented = "".join(letter + data.draw(st.sampled_from(ACCENTS)) * letter.isalpha() for letter in plain)
    assert folded_words(accented) == folded_words(plain)
    assert folded_words(unicodedata.normalize("NFC", accented)) == folded_words(plain)


@given(st.text("abcXYZ äÖñçéıß'-", max_size=60))
def test_folded_words_are_not_folded_any_further(text: str) -> None:
    words = folded_words(text)
    assert folded_words(" ".join(words)) == words


@given(ANY_TEXT)
def test_any_text_is_folded_and_each_word_has_a_clause(text: str) -> None:
    folded = fold(text)
    assert len(folded.words) == len(folded.clauses)
    assert list(folded.clauses) == sorted(folded.clauses)
    assert all(folded.words)


@pytest.mark.parametrize("mark", [". ", "! ", "?", ", ", ";", ":", "\n", " - ", " -- ", "…", " – ", "।", "،", "؟"])
def test_a_mark_ends_a_clause(mark: str) -> None:
    first, second = fold(f"uno{mark}dos").clauses
    assert first < second


@pytest.mark.parametrize("joint", [" ", "-", "'", "/", " + "])
def test_other_signs_end_none(joint: str) -> None:
    first, second = fold(f"uno{joint}dos").clauses
    assert first == second


def test_a_wall_of_commas_is_read_to_its_end() -> None:
    words = fold("uno," * 1000).words
    assert words == ("uno",) * 1000


def test_what_is_longer_than_a_message_is_not_read() -> None:
    assert fold(f"{'a ' * MAX_LENGTH}end").words == ("a",) * (MAX_LENGTH // 2)
