"""A talk: what a message asks for after an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.answer_card import card
from faq.context import Context
from faq.lab_values import LabRange, LabTest
from faq.matching import Matcher
from faq.outcome import Depth, Found, NotFound, Outcome, Referred, Smalltalk
from tests.faq.assistants import assistant_of
from tests.faq.sample_faq import covered, faq
from tests.faq.sample_talk import ASSISTANT, TALK
from tests.faq.test_assistant import FakeDetector

_BELOW = LabRange("ferritin", below=300)
_LOW = replace(covered("low", "Is a ferritin of 40 low?", "my ferritin is 20", "ferritin 40"), values=_BELOW)
_HIGH = covered("high", "Is a ferritin of 450 high?", "my ferritin is 600", "ferritin 450")
_FERRITIN = replace(covered("ferritin", "What is ferritin?", "ferritin meaning"), related=("low", "high"))
_TESTS = (LabTest("ferritin", ("ferritin",)),)
LAB_FAQ = replace(faq(_FERRITIN, _LOW, _HIGH, covered("bath", "Does a bath help?")), lab_tests=_TESTS)
LAB = assistant_of(LAB_FAQ, Matcher.of(LAB_FAQ), FakeDetector(), TALK.thresholds.words)
AFTER_MASSAGE = Context.told(TALK.by_id["massage"], TALK)


def after_massage(message: str) -> Outcome:
    return ASSISTANT.ask(message, AFTER_MASSAGE)


@pytest.mark.parametrize(("message", "depth"), [("Tell me more", "more"), ("go on!", "more"), ("Says who?", "sources")])
def test_more_or_the_sources_of_the_answer_are_told(message: str, depth: Depth) -> None:
    outcome = after_massage(message)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.depth, outcome.about) == ("massage", depth, outcome.entry)


def test_the_rest_of_an_answer_is_told_without_its_beginning() -> None:
    shown = card(after_massage("tell me more"), TALK)
    assert (shown.heading, shown.paragraphs, shown.about) == (
        "",
        ("Ten minutes are enough.",),
        "About: Does massage help?",
    )


def test_where_all_was_told_the_bot_says_so() -> None:
    outcome = ASSISTANT.ask("tell me more", Context.told(TALK.by_id["caffeine"], TALK))
    assert card(outcome, TALK).paragraphs == (TALK.words.no_more,)


def test_without_an_answer_before_there_is_no_more() -> None:
    assert not isinstance(ASSISTANT.ask("tell me more"), Found | Referred)


def test_a_number_chooses_what_stands_under_the_answer() -> None:
    outcome = after_massage("the second one")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.about) == ("caffeine", None)


def test_a_pronoun_stands_for_the_subject_of_the_answer() -> None:
    outcome = after_massage("is it safe?")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.about) == ("massage-safety", TALK.by_id["massage"])


@pytest.mark.parametrize(
    ("message", "entry"),
    [("and coffee?", "caffeine"), ("Does exercise help?", "exercise"), ("what about pregnancy", "pregnancy")],
)
def test_a_message_that_is_clear_alone_is_not_read_in_context(message: str, entry: str) -> None:
    outcome = after_massage(message)
    assert isinstance(outcome, Found | Referred)
    assert (outcome.entry.id, outcome.about) == (entry, None)


def test_small_talk_stays_small_talk() -> None:
    assert isinstance(after_massage("thank you!"), Smalltalk)


def test_another_subject_is_not_read_in_context() -> None:
    outcome = after_massage("passport renewal")
    assert isinstance(outcome, NotFound)
    assert outcome.about is None


def test_what_names_something_of_no_entry_has_left_the_subject() -> None:
    assert not isinstance(after_massage("is that a new car"), Found | Referred)


def test_a_question_that_does_not_say_of_what_is_about_the_answer_before() -> None:
    outcome = after_massage("how much is too much?")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.about) == ("massage-safety", TALK.by_id["massage"])


@pytest.mark.parametrize(("message", "entry"), [("and 40?", "low"), ("what about 450", "high")])
def test_a_bare_number_is_a_value_of_the_test_that_the_answer_was_about(message: str, entry: str) -> None:
    outcome = LAB.ask(message, Context.told(LAB.faq.by_id["ferritin"], LAB.faq))
    assert isinstance(outcome, Found)
    assert outcome.entry.id == entry


def test_a_number_of_something_else_is_no_value() -> None:
    assert not isinstance(LAB.ask("what about 40 mg", Context.told(LAB.faq.by_id["ferritin"], LAB.faq)), Found)


def test_what_tells_something_of_its_own_is_not_read_in_context() -> None:
    assert not isinstance(after_massage("the harm was mine because of that"), Found | Referred)


def test_after_an_offer_a_message_may_lean_on_the_likeliest_entry() -> None:
    offered = Context.of_target("?ferritin?bath", LAB_FAQ)
    outcome = LAB.ask("and 450?", offered)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.depth) == ("high", "answer")


def test_after_an_offer_the_likeliest_entry_was_not_told_yet_so_it_is_told_whole() -> None:
    outcome = ASSISTANT.ask("and does it help?", Context.of_target("?massage?exercise", TALK))
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.depth) == ("massage", "answer")


def test_after_an_offer_a_number_chooses_and_nothing_else_leans() -> None:
    offered = Context.of_target("?massage?exercise", TALK)
    chosen, other = ASSISTANT.ask("2", offered), ASSISTANT.ask("tell me more", offered)
    assert isinstance(chosen, Found)
    assert chosen.entry.id == "exercise"
    assert not isinstance(other, Found)
