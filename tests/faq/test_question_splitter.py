"""Messages that ask more than one thing, or wrap their question in a story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.assistant import ALONE, Assistant
from faq.card import card
from faq.outcome import Found, Unsure, Urgent
from faq.question_splitter import MOST, questions
from tests.faq.sample_faq import LEGS
from tests.faq.test_assistant import ChestPain, Rankings

STORY = "Moved house in May. The new place is cold. Does leg massage help? Thanks from Leeds."


def asking(**asked: dict[str, float]) -> Assistant:
    """An assistant for which each question, named by its first word, has scores of its own."""
    return Assistant(LEGS, Rankings(asked), ChestPain(), LEGS.thresholds.words)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("What is ferritin?", ()),
        ("what is ferritin and how much coffee is fine", ("what is ferritin", "how much coffee is fine")),
        ("What is ferritin? And does massage help?", ("what is ferritin?", "and does massage help?")),
        ("What is ferritin?\nDoes massage help?", ("what is ferritin?", "does massage help?")),
        (STORY, ("does leg massage help?",)),
        ("Legs again... any tips for tonight", ("any tips for tonight",)),
    ],
)  # fmt: skip
def test_the_questions_of_a_message_are_taken_out_in_order(message: str, expected: tuple[str, ...]) -> None:
    assert questions(message) == expected


@pytest.mark.parametrize("message", ["What is ferritin? Is it the same as iron?", "My legs jump. Is that typical?"])
def test_a_question_that_points_outside_itself_is_not_asked_alone(message: str) -> None:
    assert not any("same" in question or "typical" in question for question in questions(message))


@given(st.text(alphabet=st.sampled_from("ab wh?.!\n;é"), max_size=300))
def test_there_are_a_few_questions_at_most_and_each_has_words(message: str) -> None:
    found = questions(message)
    assert len(found) <= MOST
    assert all(len(question.split()) >= 2 for question in found)


def test_two_clear_questions_get_the_first_answered_and_the_second_offered_first() -> None:
    outcome = asking(what={"ferritin": 0.9}, does={"massage": 0.8}).ask("What is ferritin? Does massage help?")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, [entry.id for entry in outcome.also]) == ("ferritin", ["massage"])
    choice, *_ = card(outcome, LEGS).choices
    assert (choice.entry, choice.asked) == ("massage", True)


def test_a_question_within_a_story_is_answered_though_the_story_hides_it() -> None:
    outcome = asking(moved={"exercise": 0.1}, does={"massage": 0.9}).ask(STORY)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.also) == ("massage", ())
    assert outcome.score == pytest.approx(ALONE * 0.9)


def test_a_message_that_is_clear_as_a_whole_is_not_taken_apart() -> None:
    outcome = asking(moved={"exercise": 0.7}, does={"massage": 1.0}).ask(STORY)
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "exercise"


def test_two_questions_that_mean_one_entry_are_one() -> None:
    outcome = asking(what={"massage": 0.9}, does={"massage": 0.8}).ask("What helps? Does massage help?")
    assert isinstance(outcome, Found)
    assert outcome.also == ()


def test_questions_that_are_not_clear_alone_are_offered_together() -> None:
    outcome = asking(what={"ferritin": 0.5}, does={"massage": 0.4}).ask("What is ferritin? Does massage help?")
    assert isinstance(outcome, Unsure)
    assert [entry.id for entry in outcome.suggestions[:2]] == ["ferritin", "massage"]


def test_a_red_flag_beside_a_question_is_all_that_is_answered() -> None:
    outcome = asking(what={"ferritin": 0.9}).ask("I have chest pain. What is ferritin?")
    assert isinstance(outcome, Urgent)
