"""What people type, made one spelling and cut into words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.text import LONGEST, normalise, words

TRICKY = st.text(
    alphabet="abcILMNSTVd'’´` \t\n\0\u00ad\u200b\u200d\u200f\ufeff\u0301\u0345İßΣſﬁ½²ﷺＡ🙂🏽e", max_size=30
)
"""Letters and the marks that join, hide, fold and decompose: what arbitrary text rarely puts side by side."""
ANY_TEXT = st.text() | TRICKY | st.text(alphabet=st.characters(codec=None))


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY_TEXT)
def test_the_words_of_the_words_are_the_same_words(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(ANY_TEXT)
def test_nothing_invisible_and_no_double_space_is_left(text: str) -> None:
    normal = normalise(text)
    assert not {unicodedata.category(char) for char in normal} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert normal == " ".join(normal.split())


@given(ANY_TEXT)
def test_a_word_has_letters_or_digits_and_neither_space_nor_apostrophe(text: str) -> None:
    for word in words(text):
        assert word.isalnum(), word


@given(st.text(alphabet="ﷺ aİ\u0301", min_size=1, max_size=9))
def test_a_text_never_grows_beyond_what_telegram_sends(text: str) -> None:
    assert len(normalise(text * LONGEST)) <= LONGEST


@given(st.text(alphabet="ﷺ aİ\u0301", min_size=1, max_size=9))
def test_a_text_that_is_cut_is_normal_too(text: str) -> None:
    assert normalise(normalise(text * LONGEST)) == normalise(text * LONGEST)


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
def test_any_kind_of_space_parts_words(space: str) -> None:
    assert normalise(f"low{space}iron") == "low iron"


def test_a_letter_typed_in_two_parts_is_the_letter() -> None:
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
def test_contractions_are_opened(typed: str, meant: tuple[str, ...]) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("apostrophe", "'’‘`´ʼ＇′")
def test_every_key_that_people_take_for_an_apostrophe_is_one(apostrophe: str) -> None:
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
def test_words_stand_apart_from_signs_emoji_and_markup_in_every_script(typed: str, meant: tuple[str, ...]) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("typed", ["", " ", "?!…", "🙂🙂", "\0\0", "\u200b\u200d\u200f", "'", "___", "\ud83d"])
def test_a_text_without_a_word_has_no_words(typed: str) -> None:
    assert words(typed) == ()


def test_what_stands_beyond_the_longest_message_is_not_read() -> None:
    assert words("iron " * 2000) == ("iron",) * 819 + ("i",)
