"""Tokenising: synonyms, corrections, words run together, prefixes. Words with digits are never corrected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from faq.matching.spelling import MIN_SIMILARITY, Lexicon, Shapes, Token, stem

PHRASINGS = (
    "what is ferritin", "ferritin level", "my ferritin is low", "restless legs at night", "restless legs in bed",
    "how does iron help restless legs", "iron pills at night", "iron and vitamin b12", "someone told me some news",
    "one night", "someone has one", "some iron", "warm bath", "warm shower or bath", "bash it",
)  # fmt: skip
SYNONYMS = {
    "rls": "restless legs",
    "restless leg": "restless legs",
    "restless leg syndrome": "restless legs",
    "tablets": "pills",
    "pills": "capsules",
    "ida": "iron deficiency",
}
LEXICON = Lexicon.of(PHRASINGS, SYNONYMS)
KNOWN = st.sampled_from(sorted(LEXICON.counts))
MESSAGES = st.one_of(
    st.text(), st.text("ironlegs some'’-19"), st.lists(KNOWN).map(" ".join), st.lists(KNOWN).map("".join)
)


def meant(question: str) -> list[str | None]:
    return [token.word for token in LEXICON.tokenize(question)]


def test_words_that_phrasings_use_stay_as_they_are() -> None:
    assert LEXICON.tokenize("My FERRITIN?") == (Token("my", "my"), Token("ferritin", "ferritin"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("rls", ["restless", "legs"]),
        ("restless leg at night", ["restless", "legs", "at", "night"]),
        ("restless leg syndrome", ["restless", "legs"]),
        ("RLS, RLS!", ["restless", "legs", "restless", "legs"]),
    ],
)
def test_synonyms_are_replaced_the_longest_first(typed: str, words: list[str]) -> None:
    assert meant(typed) == words


def test_a_replacement_is_not_replaced_again() -> None:
    assert LEXICON.canonical("tablets and pills") == ("pills", "and", "capsules")


def test_synonyms_are_replaced_in_the_phrasings_too() -> None:
    assert "capsules" in LEXICON.counts
    assert "pills" not in LEXICON.counts


def test_words_of_a_replacement_that_no_phrasing_uses_are_unknown() -> None:
    assert meant("ida") == ["iron", None]


@pytest.mark.parametrize(
    ("typed", "word"),
    [("feritin", "ferritin"), ("ferrtiin", "ferritin"), ("irno", "iron"), ("restles", "restless"), ("nigth", "night")],
)
def test_a_misspelt_word_is_corrected_with_less_than_full_confidence(typed: str, word: str) -> None:
    (token,) = LEXICON.tokenize(typed)
    assert (token.typed, token.word) == (typed, word)
    assert 0.75 <= token.confidence < 1


def test_the_closer_correction_has_more_confidence() -> None:
    assert LEXICON.tokenize("feritin")[0].confidence > LEXICON.tokenize("feritn")[0].confidence


def test_a_misspelt_synonym_is_corrected_and_replaced() -> None:
    assert meant("rlss") == ["restless", "legs"]


def test_a_neighbouring_key_breaks_a_tie_between_two_corrections() -> None:
    assert meant("baah") == ["bash"]  # a is beside s, not beside t
    assert meant("bayh") == ["bath"]  # y is beside t, not beside s


def test_the_more_common_word_breaks_the_remaining_ties() -> None:
    assert meant("baqh") == ["bath"]


@pytest.mark.parametrize("typed", ["qzxw", "xylophone", "ключ", "鉄", "é"])
def test_a_word_similar_to_no_known_word_is_unknown(typed: str) -> None:
    assert LEXICON.tokenize(typed) == (Token(typed, None),)


@pytest.mark.parametrize("typed", ["b13", "b1", "50", "1l2", "ir0n", "f3rritin", "٥٠"])
def test_words_with_digits_are_never_corrected(typed: str) -> None:
    (token,) = LEXICON.tokenize(typed)
    assert token.word is None


def test_words_with_digits_that_phrasings_use_are_known() -> None:
    assert meant("b12") == ["b12"]


@pytest.mark.parametrize("typed", ["ir", "in", "le"])
def test_words_of_two_letters_are_not_corrected(typed: str) -> None:
    assert meant(typed) == ([typed] if typed in LEXICON.counts else [None])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("restlesslegs", ["restless", "legs"]),
        ("someiron", ["some", "iron"]),
        ("ironatnight", ["iron", "at", "night"]),
        ("someironnight", ["some", "iron", "night"]),
    ],
)
def test_two_or_three_words_run_together_are_split_with_less_than_full_confidence(typed: str, words: list[str]) -> None:
    tokens = LEXICON.tokenize(typed)
    assert [token.word for token in tokens] == words
    assert {(token.typed, token.confidence) for token in tokens} == {(typed, 0.8)}


def test_a_known_word_is_not_split() -> None:
    assert meant("someone") == ["someone"]


@pytest.mark.parametrize("typed", ["ferri", "ferr", "fer"])
def test_the_last_word_may_be_a_prefix_of_three_letters(typed: str) -> None:
    assert LEXICON.tokenize(f"what is {typed}")[-1] == Token(typed, "ferritin", 0.8)


def test_before_the_last_word_a_prefix_needs_four_letters() -> None:
    assert meant("ferr level") == ["ferritin", "level"]
    assert meant("fer level") == [None, "level"]


def test_a_prefix_is_completed_to_the_most_used_word() -> None:
    assert Lexicon.of(["ironing", "ironside", "my ironside"], {}).tokenize("irons")[0].word == "ironside"


def test_the_stem_of_an_unknown_word_is_none() -> None:
    assert Token("qzx", None).stem is None
    assert Token("running", "running").stem == "run"


def test_a_word_with_a_digit_is_its_own_stem() -> None:
    assert stem("b12s") == "b12s"


class LimitedCounts(dict[str, int]):
    """Word counts that fail after too many lookups."""

    lookups = 0

    def get(self, key: str, default: int = 0) -> int:  # type: ignore[override]
        self.lookups += 1
        assert self.lookups < 100_000, "words run together are split in exponential time"
        return super().get(key, default)


def test_splitting_words_run_together_takes_bounded_work() -> None:
    counts = LimitedCounts(LEXICON.counts)
    replace(LEXICON, counts=counts).tokenize("someone" * 3 + "qzxqzjw")
    assert counts.lookups > 0


@pytest.mark.parametrize("word", ["iron", "some", "legs"])
def test_a_very_long_word_is_tokenized(word: str) -> None:
    assert LEXICON.tokenize(word * 1000)


@given(MESSAGES)
def test_tokenizing_never_raises_and_is_deterministic(message: str) -> None:
    tokens = LEXICON.tokenize(message)
    assert tokens == LEXICON.tokenize(message)
    assert all(token.word is None or token.word in LEXICON.counts for token in tokens)
    assert all(0 < token.confidence <= 1 for token in tokens)


@given(st.lists(KNOWN))
def test_known_words_are_never_corrected(typed: list[str]) -> None:
    assert all(token.confidence == 1 for token in LEXICON.tokenize(" ".join(typed)))


@given(st.text(min_size=1).filter(lambda text: any(char.isdigit() for char in text)))
def test_a_word_with_a_digit_is_known_or_unknown_but_never_corrected(message: str) -> None:
    for token in LEXICON.tokenize(message):
        if any(char.isdigit() for char in token.typed):
            assert token.word in {None, token.typed}


@given(st.sampled_from(PHRASINGS))
def test_a_phrasing_is_tokenized_into_its_own_words(phrasing: str) -> None:
    assert tuple(token.word for token in LEXICON.tokenize(phrasing)) == LEXICON.canonical(phrasing)


def test_of_a_heavy_message_only_the_first_unknown_words_are_corrected() -> None:
    lexicon = Lexicon.of(["ferritin"], {})
    typos = [f"ferri{first}{second}n" for first in "abcdefgh" for second in "xyz"] + ["feritin"] * 3
    assert lexicon.tokenize("feritin " + " ".join(typos))[0].word == "ferritin"
    noise = " ".join(f"word{first}{second}" for first in "abcdefgh" for second in "ijklmnop")
    tokens = lexicon.tokenize(f"feritin {noise} ferritim ferritin")
    assert [token.word for token in tokens if token.typed.startswith("fer")] == ["ferritin", None, "ferritin"]


WORDS = st.text(st.sampled_from("abcdeé"), min_size=1, max_size=9)


@given(WORDS, st.lists(WORDS))
def test_every_word_that_is_similar_enough_is_within_reach_by_its_shape(word: str, others: list[str]) -> None:
    similar = {at for at, other in enumerate(others) if OSA.normalized_similarity(word, other) >= MIN_SIMILARITY}
    assert similar <= set(Shapes.of(others).within_reach(word).tolist())
