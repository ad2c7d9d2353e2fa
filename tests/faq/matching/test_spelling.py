"""How typed words are read: synonyms, repairs, words run together, beginnings. Digits are never repaired."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.matching.spelling import Lexicon, Token, stem

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
    return [read.word for read in LEXICON.read(question)]


def test_words_that_phrasings_use_are_read_as_they_are() -> None:
    assert LEXICON.read("My FERRITIN?") == (Token("my", "my"), Token("ferritin", "ferritin"))


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


def test_a_synonym_for_words_that_no_phrasing_uses_is_unknown_where_it_is() -> None:
    assert meant("ida") == ["iron", None]


@pytest.mark.parametrize(
    ("typed", "word"),
    [("feritin", "ferritin"), ("ferrtiin", "ferritin"), ("irno", "iron"), ("restles", "restless"), ("nigth", "night")],
)
def test_a_misspelt_word_is_read_as_the_nearest_known_one_with_less_than_certainty(typed: str, word: str) -> None:
    (read,) = LEXICON.read(typed)
    assert (read.typed, read.word) == (typed, word)
    assert 0.75 <= read.confidence < 1


def test_the_nearer_of_two_slips_is_surer() -> None:
    assert LEXICON.read("feritin")[0].confidence > LEXICON.read("feritn")[0].confidence


def test_a_misspelt_synonym_is_repaired_and_replaced() -> None:
    assert meant("rlss") == ["restless", "legs"]


def test_a_key_beside_the_right_one_decides_between_two_words_as_near() -> None:
    assert meant("baah") == ["bash"]  # a is beside s, not beside t
    assert meant("bayh") == ["bath"]  # y is beside t, not beside s


def test_the_commoner_word_wins_where_nothing_else_decides() -> None:
    assert meant("baqh") == ["bath"]


@pytest.mark.parametrize("typed", ["qzxw", "xylophone", "ключ", "鉄", "é"])
def test_a_word_like_none_of_ours_is_unknown(typed: str) -> None:
    assert LEXICON.read(typed) == (Token(typed, None),)


@pytest.mark.parametrize("typed", ["b13", "b1", "50", "1l2", "ir0n", "f3rritin", "٥٠"])
def test_words_with_digits_are_never_repaired(typed: str) -> None:
    (read,) = LEXICON.read(typed)
    assert read.word is None


def test_words_with_digits_that_phrasings_use_are_known() -> None:
    assert meant("b12") == ["b12"]


@pytest.mark.parametrize("typed", ["ir", "in", "le"])
def test_two_letters_are_too_few_to_repair(typed: str) -> None:
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
def test_two_or_three_words_run_together_are_parted_with_less_than_certainty(typed: str, words: list[str]) -> None:
    reads = LEXICON.read(typed)
    assert [read.word for read in reads] == words
    assert {(read.typed, read.confidence) for read in reads} == {(typed, 0.8)}


def test_a_word_of_ours_is_not_parted() -> None:
    assert meant("someone") == ["someone"]


@pytest.mark.parametrize("typed", ["ferri", "ferr", "fer"])
def test_the_last_word_may_be_a_beginning_of_three_letters(typed: str) -> None:
    assert LEXICON.read(f"what is {typed}")[-1] == Token(typed, "ferritin", 0.8)


def test_before_the_last_word_a_beginning_has_four_letters() -> None:
    assert meant("ferr level") == ["ferritin", "level"]
    assert meant("fer level") == [None, "level"]


def test_a_beginning_is_read_as_the_most_used_word_that_begins_so() -> None:
    assert Lexicon.of(["ironing", "ironside", "my ironside"], {}).read("irons")[0].word == "ironside"


def test_the_stem_of_an_unknown_word_is_none() -> None:
    assert Token("qzx", None).stem is None
    assert Token("running", "running").stem == "run"


def test_a_word_with_a_digit_is_its_own_stem() -> None:
    assert stem("b12s") == "b12s"


class Counted(dict[str, int]):
    """How many phrasings use a word; gives up where it is asked beyond reason."""

    asked = 0

    def get(self, key: str, default: int = 0) -> int:  # type: ignore[override]
        self.asked += 1
        assert self.asked < 100_000, "words run together are parted in exponential time"
        return super().get(key, default)


def test_words_run_together_are_parted_in_bounded_work() -> None:
    counts = Counted(LEXICON.counts)
    replace(LEXICON, counts=counts).read("someone" * 3 + "qzxqzjw")
    assert counts.asked > 0


@pytest.mark.parametrize("word", ["iron", "some", "legs"])
def test_a_message_of_one_word_without_end_is_read(word: str) -> None:
    assert LEXICON.read(word * 1000)


@given(MESSAGES)
def test_reading_never_raises_and_is_always_the_same(message: str) -> None:
    reads = LEXICON.read(message)
    assert reads == LEXICON.read(message)
    assert all(read.word is None or read.word in LEXICON.counts for read in reads)
    assert all(0 < read.confidence <= 1 for read in reads)


@given(st.lists(KNOWN))
def test_known_words_are_never_repaired(typed: list[str]) -> None:
    assert all(read.confidence == 1 for read in LEXICON.read(" ".join(typed)))


@given(st.text(min_size=1).filter(lambda text: any(char.isdigit() for char in text)))
def test_what_is_read_from_a_word_with_a_digit_is_that_word_or_nothing(message: str) -> None:
    for read in LEXICON.read(message):
        if any(char.isdigit() for char in read.typed):
            assert read.word in {None, read.typed}


@given(st.sampled_from(PHRASINGS))
def test_a_phrasing_is_read_as_its_own_words(phrasing: str) -> None:
    assert tuple(read.word for read in LEXICON.read(phrasing)) == LEXICON.canonical(phrasing)
