"""A message is parsed into keys, clauses and negation."""

from __future__ import annotations

import pytest

from faq.safety.parser import MANY, NUMBER, MessageParser

PARSER = MessageParser(["chest pain", "=swallowed", "{many} pill", "can not breathe", "fever", "cough"])


def keys(message: str) -> list[tuple[str, ...]]:
    return list(PARSER.parse(message).keys)


def negated(message: str) -> list[str]:
    """The words of a message that are in the scope of a negation."""
    parsed = PARSER.parse(message)
    return [word[0] for word, is_negated in zip(parsed.keys, parsed.negated, strict=True) if is_negated]


def test_a_phrase_is_split_into_stems_exact_words_and_placeholders() -> None:
    assert PARSER.phrase("the pills hurting") == ("pill", "hurting")
    assert PARSER.phrase("=swallowed * {many}") == ("=swallowed", "*", "{many}")


def test_a_word_has_its_stem_and_itself_as_keys() -> None:
    assert keys("swallowed") == [("swallow", "=swallowed")]
    assert keys("swallow") == [("swallow",)]


def test_a_typo_has_the_keys_of_the_word_that_it_means() -> None:
    assert keys("swolowed") == keys("swallowed")


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("3 pills", ("3", NUMBER)),
        ("30 pills", ("30", NUMBER, MANY)),
        ("a dozen pills", ("dozen", NUMBER, MANY)),
        ("65 mg", ("65", NUMBER)),
        ("2019 pills", ("2019", NUMBER)),
        ("2 die", ("2", NUMBER, "to")),
    ],
)
def test_a_number_has_keys_for_its_size_and_none_for_a_measure(message: str, first: tuple[str, ...]) -> None:
    assert keys(message)[0] == first


def test_text_speak_and_grown_together_words_are_expanded() -> None:
    assert [word[0] for word in keys("dnt chestpain 3yo")] == ["do", "not", "chest", "pain", "3", "yo"]


def test_fillers_are_left_out() -> None:
    assert keys("just a fever really") == [("fever",)]


def test_words_are_numbered_by_their_clause() -> None:
    assert PARSER.parse("my chest. no fever, cough - pain").clauses == (0, 0, 1, 1, 2, 3)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("no chest pain", ["chest", "pain"]),
        ("chest pain no", []),
        ("no fever or cough or chest pain", ["fever", "or", "cough", "or", "chest", "pain"]),
        ("no fever but cough", ["fever", "but"]),
        ("no fever. cough", ["fever"]),
        ("can not breathe", []),
        ("not sure about fever", []),
        ("no two three four five fever", ["two", "three", "four", "five"]),
    ],
)
def test_a_negation_reaches_four_words_or_to_its_termination(message: str, words: list[str]) -> None:
    assert negated(message) == words


def test_a_wall_of_commas_ends_in_one_clause() -> None:
    assert max(PARSER.parse("fever," * 600).clauses) == 200
