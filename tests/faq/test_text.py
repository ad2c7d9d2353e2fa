"""Normalising and tokenising user text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.text import MAX_LENGTH, normalise, numbers, sentences, words

TRICKY = st.text(
    alphabet="abcILMNSTVd'’´` \t\n\0\u00ad\u200b\u200d\u200f\ufeff\u0301\u0345İßΣſﬁ½²ﷺＡ🙂🏽e", max_size=30
)
"""Letters and characters that join, hide, fold and decompose, which arbitrary text rarely combines."""
ANY_TEXT = st.text() | TRICKY | st.text(alphabet=st.characters(codec=None))


@given(ANY_TEXT)
def test_normalising_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY_TEXT)
def test_tokenising_is_idempotent(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(ANY_TEXT)
def test_normal_text_has_no_invisible_characters_or_double_spaces(text: str) -> None:
    normal = normalise(text)
    assert not {unicodedata.category(char) for char in normal} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert normal == " ".join(normal.split())


@given(ANY_TEXT)
def test_a_word_has_only_letters_and_digits(text: str) -> None:
    for word in words(text):
        assert word.isalnum(), word


@given(st.text(alphabet="ﷺ aİ\u0301", min_size=1, max_size=9))
def test_normal_text_is_never_longer_than_the_limit(text: str) -> None:
    assert len(normalise(text * MAX_LENGTH)) <= MAX_LENGTH


@given(st.text(alphabet="ﷺ aİ\u0301", min_size=1, max_size=9))
def test_normalising_truncated_text_is_idempotent(text: str) -> None:
    assert normalise(normalise(text * MAX_LENGTH)) == normalise(text * MAX_LENGTH)


@pytest.mark.parametrize(
    "typed",
    [
        "FERRITIN", "ｆｅｒｒｉｔｉｎ", "  ferritin \n", "fer\0ritin", "fer\u200britin", "fer\u00adritin",
        "\u202eferritin\u202c", "\u200fferritin", "\ufeffferritin", "ferr\x07itin", "ferritin\ue000",
        "fe\u2060rritin", "\x1bferritin", "\U000e0041ferritin",
    ],
)  # fmt: skip
def test_capitals_widths_and_invisible_characters_make_no_difference(typed: str) -> None:
    assert normalise(typed) == "ferritin"


@pytest.mark.parametrize(
    "space", [" ", "\t", "\n", "\r\n", "\u00a0", "\u2009", "\u3000", "\x0b", "\x0c", "\x1f", "\x85", "\u2028"]
)
def test_any_kind_of_space_separates_words(space: str) -> None:
    assert normalise(f"low{space}iron") == "low iron"


def test_a_decomposed_letter_is_composed() -> None:
    assert normalise("anæmia caf\u0065\u0301") == "anæmia café"
    assert normalise("cafe\u200b\u0301") == "café"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what's low ferritin", ("what", "is", "low", "ferritin")),
        ("it's low", ("it", "low")),
        ("can't sleep", ("can", "not", "sleep")),
        ("cant sleep", ("can", "not", "sleep")),
        ("won’t stop", ("will", "not", "stop")),
        ("I'm tired", ("i", "am", "tired")),
        ("they're, we've, she'll", ("they", "are", "we", "have", "she", "will")),
        ("doctor's advice", ("doctor", "advice")),
        ("shouldn't've", ("should", "not", "have")),
        ("who'd've known", ("who", "have", "known")),
        ("I was ill, we were well", ("i", "was", "ill", "we", "were", "well")),
        ("o'clock", ("oclock",)),
    ],
)
def test_contractions_are_expanded(typed: str, meant: tuple[str, ...]) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("apostrophe", "'’‘`´ʼ＇′")
def test_every_character_typed_for_an_apostrophe_is_one(apostrophe: str) -> None:
    assert words(f"I can{apostrophe}t sit") == ("i", "can", "not", "sit")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ferritin🙂low", ("ferritin", "low")),
        ("👩🏽\u200d⚕️ iron?!", ("iron",)),
        ("<b>iron</b>", ("b", "iron", "b")),
        ("/ask@other_bot iron", ("ask", "other", "bot", "iron")),
        ("iron-rich, 50 ng/mL; B12", ("iron", "rich", "50", "ng", "ml", "b12")),
        ("snake_case", ("snake", "case")),
        ("מה זה פריטין", ("מה", "זה", "פריטין")),
        ("что такое ферритин", ("что", "такое", "ферритин")),
        ("鉄とは", ("鉄とは",)),
    ],
)
def test_words_of_every_script_are_separated_from_symbols_emoji_and_markup(typed: str, meant: tuple[str, ...]) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("typed", ["", " ", "?!…", "🙂🙂", "\0\0", "\u200b\u200d\u200f", "'", "___", "\ud83d"])
def test_text_without_letters_and_digits_has_no_words(typed: str) -> None:
    assert words(typed) == ()


def test_text_beyond_the_limit_is_ignored() -> None:
    assert words("iron " * 2000) == ("iron",) * 819 + ("i",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a score of 40 points fell by 3.78", ("40", "3.78")),
        ("1,428 people, 12,000,000 in all", ("1428", "12000000")),
        ("50-75%, and 75 again.", ("50", "75", "75")),
        ("ends with 7.", ("7",)),
        ("many, some, seven", ()),
    ],
)
def test_the_numbers_of_a_text_are_those_in_digits_without_separators(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It fell by 3.78. They fell too!  Did they?", ("It fell by 3.78.", "They fell too!", "Did they?")),
        ("a line\nanother\n\n a third\n", ("a line", "another", " a third")),
        ("", ()),
        (" \n", ()),
    ],
)
def test_a_sentence_ends_at_its_mark_or_at_its_line(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts
