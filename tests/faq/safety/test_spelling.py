"""The spelling of the words that rules use: stems, typos, words that run together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.safety.spelling import Spelling

KNOWN = ("chest", "pain", "swallow", "breathing", "vomit", "pill", "die", "not", "want", "bleeding", "collapsed")
SPELLING = Spelling(KNOWN)


def test_regular_forms_have_the_stem_of_their_word() -> None:
    assert {SPELLING.stem(form) for form in ("vomit", "vomits", "vomited", "vomiting")} == {"vomit"}


def test_an_unknown_word_is_its_own_stem() -> None:
    assert SPELLING.stem("walking") == "walking"


@pytest.mark.parametrize(
    ("typed", "form"),
    [("chset", "chest"), ("cheest", "chest"), ("cchest", "chest"), ("brething", "breathing"), ("blleding", "bleeding"),
     ("paaaaain", "pain"), ("colapsed", "collapsed")],
)  # fmt: skip
def test_a_typo_is_repaired(typed: str, form: str) -> None:
    assert SPELLING.forms(typed) == (form,)


@pytest.mark.parametrize("word", ["chess", "pulls", "guest", "paid", "dye", "zzzzzz", "12345"])
def test_a_common_short_or_strange_word_is_left_as_it_is(word: str) -> None:
    assert SPELLING.forms(word) == (word,)


def test_a_short_word_is_only_repaired_from_a_swap() -> None:
    assert SPELLING.forms("pian") == ("pain",)
    assert SPELLING.forms("paix") == ("paix",)


@pytest.mark.parametrize(
    ("typed", "parts"), [("chestpain", ("chest", "pain")), ("wantdie", ("wantdie",)), ("notvomit", ("not", "vomit"))]
)
def test_two_known_words_that_run_together_are_split(typed: str, parts: tuple[str, ...]) -> None:
    assert SPELLING.parts(typed) == parts


@given(st.text(max_size=40))
def test_any_word_has_a_form_and_parts_that_add_up_to_it(word: str) -> None:
    assert SPELLING.forms(word)
    assert "".join(SPELLING.parts(word)) == word
