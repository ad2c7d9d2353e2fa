"""What a message may lean on, and how it is read with that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.context import (
    Context,
    has_pronoun,
    in_context,
    is_ellipsis,
    is_question,
    is_short,
    is_statement,
    leans,
    may_lean,
    without_opening,
)
from tests.faq.sample_talk import TALK

MASSAGE = TALK.by_id["massage"]
AFTER_MASSAGE = Context.told(MASSAGE, TALK)


def test_after_an_answer_its_related_entries_are_offered() -> None:
    assert [entry.id for entry in AFTER_MASSAGE.offered] == ["exercise", "caffeine"]


@pytest.mark.parametrize(
    ("target", "entry", "offered"),
    [
        ("massage", "massage", ["exercise", "caffeine"]),
        ("?exercise?caffeine", None, ["exercise", "caffeine"]),
        ("?exercise?removed", None, ["exercise"]),
    ],
)
def test_a_context_is_known_by_the_target_of_an_outcome(target: str, entry: str | None, offered: list[str]) -> None:
    context = Context.of_target(target, TALK)
    assert context
    assert (context.entry and context.entry.id, [each.id for each in context.offered]) == (entry, offered)


def test_what_a_message_may_lean_on_is_what_was_told_or_else_offered_first() -> None:
    offered = Context.of_target("?exercise?caffeine", TALK)
    assert AFTER_MASSAGE.about is MASSAGE
    assert offered
    assert offered.about is TALK.by_id["exercise"]
    assert Context(None, TALK.entries).about is None


@pytest.mark.parametrize("target", [":heart", "", "removed", "?removed"])
def test_an_emergency_or_an_entry_that_is_gone_is_no_context(target: str) -> None:
    assert Context.of_target(target, TALK) is None


@pytest.mark.parametrize(
    ("message", "chosen"),
    [
        ("1", "exercise"),
        ("#2", "caffeine"),
        ("the second one please", "caffeine"),
        ("Number one.", "exercise"),
        ("last", "caffeine"),
        ("3", None),
        ("0", None),
        ("12", None),
        ("1 massage", None),
        ("one of my legs", None),
    ],
)
def test_a_number_chooses_an_offered_entry(message: str, chosen: str | None) -> None:
    choice = AFTER_MASSAGE.choice(message)
    assert (choice.id if choice else None) == chosen


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    assert Context(MASSAGE).choice("last") is None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("is it safe", True),
        ("and coffee?", True),
        ("ok, so what about tea", True),
        ("is massage safe", False),
        ("android", False),
        ("that's true", False),
        ("is iron safe then", True),
        ("which one is best", True),
        ("one of my legs", False),
        ("who wrote this article", False),
        ("it " * 13, False),
    ],
)
def test_a_short_message_leans_by_a_pronoun_or_by_its_opening(message: str, *, expected: bool) -> None:
    assert leans(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("how much is too much", True),
        ("what about 40", True),
        ("until what time", True),
        ("before bed?", True),
        ("with food or without", True),
        ("how much coffee", False),
        ("is it safe", False),
        ("when should I see a doctor", False),
        ("in other news the shop was closed again", False),
        ("better now", False),
    ],
)
def test_a_question_that_does_not_say_of_what_is_an_ellipsis(message: str, *, expected: bool) -> None:
    assert is_ellipsis(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [("how do you do it", True), ("until what time", True), ("how are you", False), ("I did it again", False)],
)
def test_how_somebody_is_is_no_question_about_an_answer(message: str, *, expected: bool) -> None:
    assert is_question(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [("my mood is low because of this", True), ("mine is 40", False), ("is it my mood", False), ("and my mood", False)],
)
def test_a_statement_names_something_of_its_own(message: str, *, expected: bool) -> None:
    assert is_statement(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [("which antidepressants are ok", True), ("can stress set off restless legs", False), ("it " * 7, False)],
)
def test_a_short_message_names_two_things_at_most(message: str, *, expected: bool) -> None:
    assert is_short(message) == expected


@pytest.mark.parametrize(
    ("message", "reading"),
    [
        ("is it safe?", "is massage safe"),
        ("And is it safe, and does it last?", "is massage safe, and does it last"),
        ("what about at night", "massage at night"),
        ("why", "massage why"),
    ],
)
def test_the_subject_stands_for_the_first_pronoun_or_before_a_message_without_one(message: str, reading: str) -> None:
    assert in_context(message, "massage") == reading


@given(st.text(), st.text(alphabet="ab\\1g<>", min_size=1))
def test_any_subject_stands_in_any_reading_as_it_is(message: str, subject: str) -> None:
    assert subject in in_context(message, subject)


@given(st.text(alphabet=st.sampled_from("and so, it what about coffee?")))
def test_an_opening_is_left_out_and_the_rest_stays(message: str) -> None:
    rest = without_opening(message)
    assert " ".join(message.split()).strip(" .,;:!?…)(").endswith(rest)
    assert has_pronoun(message) or not has_pronoun(rest)


@given(st.text())
def test_only_a_message_that_is_short_enough_leans(message: str) -> None:
    assert may_lean(message) or not leans(message)
