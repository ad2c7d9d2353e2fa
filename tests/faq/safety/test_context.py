"""ConText's modifiers of each word: hypothetical, past, historical."""

from __future__ import annotations

import pytest

from faq.safety.context import WordContext, word_contexts

PRESENT = WordContext(hypothetical=False, past=False, historical=False)
GENERAL = WordContext(hypothetical=True, past=False, historical=False)
LONG_AGO = WordContext(hypothetical=False, past=True, historical=True)
PAST = WordContext(hypothetical=False, past=True, historical=False)


def contexts(message: str) -> list[tuple[WordContext, int]]:
    """The contexts of a message's words in order, with the number of neighbours that share each."""
    runs: list[tuple[WordContext, int]] = []
    for context in word_contexts([clause.split() for clause in message.split(",")]):
        if runs and runs[-1][0] == context:
            runs[-1] = context, runs[-1][1] + 1
        else:
            runs.append((context, 1))
    return runs


@pytest.mark.parametrize(
    ("message", "context"),
    [
        ("my chest hurts", PRESENT),
        ("can iron cause chest pain", GENERAL),
        ("risk of chest pain", GENERAL),
        ("can my iron cause chest pain", PRESENT),
        ("chest pain in 2012", LONG_AGO),
        ("he fainted when he was a child", LONG_AGO),
        ("chest pain ten years ago", LONG_AGO),
        ("in the film she faints", LONG_AGO),
        ("scared that i will get chest pain", PAST),
        ("had chest pain in october", PAST),
        ("recovered from chest pain", PAST),
    ],
)
def test_a_message_of_one_segment_has_one_context(message: str, context: WordContext) -> None:
    assert contexts(message) == [(context, len(message.split()))]


def test_a_conjunction_before_a_person_starts_a_new_segment() -> None:
    assert contexts("stroke years ago and now her face") == [(LONG_AGO, 3), (PRESENT, 4)]


def test_a_clause_that_only_names_a_time_belongs_to_the_clause_before_it() -> None:
    assert contexts("two heart attacks, ten years back") == [(LONG_AGO, 6)]


def test_a_message_that_says_the_problem_is_back_is_neither_past_nor_historical() -> None:
    assert contexts("chest pain years ago, it is back") == [(PRESENT, 7)]


def test_a_recurrence_leaves_the_past_likely_but_not_certain() -> None:
    assert contexts("chest pain years ago, worse") == [(PAST, 4), (PRESENT, 1)]


def test_a_word_of_the_present_makes_a_general_question_personal() -> None:
    assert contexts("can iron cause chest pain, it started this morning") == [(PRESENT, 9)]


def test_the_age_of_a_thing_is_not_history() -> None:
    assert contexts("tablets that expired last year") == [(PRESENT, 5)]
