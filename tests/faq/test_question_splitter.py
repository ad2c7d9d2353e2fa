"""Messages with several questions, or with a question inside a story."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.answer_card import card
from faq.assistant import Assistant
from faq.outcome import Found, Unsure, Urgent
from faq.question_splitter import MAX_QUESTIONS, Question, joined, questions, sentences
from faq.reader import PART_WEIGHT
from tests.faq.assistants import assistant_of
from tests.faq.sample_faq import LEGS
from tests.faq.test_assistant import FakeDetector, FakeRankerByWord

STORY = "Moved house in May. The new place is cold. Does leg massage help? Thanks from Leeds."


def texts(message: str) -> tuple[str, ...]:
    return tuple(question.text for question in questions(message))


def assistant(**scores: dict[str, float]) -> Assistant:
    """Make an assistant with fixed scores for each question, by its first word."""
    return assistant_of(LEGS, FakeRankerByWord(scores), FakeDetector(), LEGS.thresholds.words)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("What is ferritin?", ()),
        ("what is ferritin and how much coffee is fine", ("what is ferritin", "how much coffee is fine")),
        ("What is ferritin? And does massage help?", ("what is ferritin?", "and does massage help?")),
        ("What is ferritin?\nDoes massage help?", ("what is ferritin?", "does massage help?")),
        (STORY, ("does leg massage help?",)),
        ("Legs again... any tips for tonight", ("any tips for tonight",)),
        ("Does tea count / does wine", ("does tea count", "does wine")),
        ("Is it rare? I also want to know about ferritin", ("is it rare?", "i also want to know about ferritin")),
        ("Does magnesium help, and folate?", ("does magnesium help", "folate?")),
    ],
)  # fmt: skip
def test_the_questions_of_a_message_are_extracted_in_order(message: str, expected: tuple[str, ...]) -> None:
    assert texts(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "1. what causes it 2. is there a cure",
        "1) What causes it\n2) Is there a cure",
        "Two questions: what causes it, and is there a cure",
        "I have 2 questions. What causes it\n\nIs there a cure",
        "- what causes it\n- is there a cure",
        "Q1: what causes it Q2: is there a cure",
        "What causes it. Another thing: is there a cure",
        "First, what causes it; second, is there a cure",
    ],
)
def test_what_counts_questions_is_no_part_of_them(message: str) -> None:
    assert [text.strip(" .;") for text in texts(message)] == ["what causes it", "is there a cure"]


def test_a_number_at_the_end_of_a_sentence_begins_no_list() -> None:
    assert questions("My level is 3. What now") == (Question("what now", "my level is 3."),)


def test_a_question_comes_with_the_clause_before_it_which_may_be_no_question() -> None:
    assert questions("My legs jump. Is that typical? And coffee?") == (
        Question("is that typical?", "my legs jump."),
        Question("and coffee?", "is that typical?", is_asked_before=True),
    )


@given(st.text(alphabet=st.sampled_from("ab wh?.!\n;é"), max_size=300))
def test_at_most_four_questions_are_extracted_and_one_word_counts_with_its_mark_only(message: str) -> None:
    extracted = texts(message)
    assert len(extracted) <= MAX_QUESTIONS
    assert all(len(question.split()) >= 2 or question.endswith("?") for question in extracted)


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("massage or a warm bath?", ("massage", "bath")),
        ("does coffee & tea matter", ("coffee", "tea")),
        ("iron, vitamin d and folate", ("iron", "vitamin d", "folate")),
        ("what is ferritin", ()),
        ("android", ()),
        ("come and see", ()),
    ],
)
def test_what_a_message_names_on_either_side_of_a_word_or_sign_that_joins(message: str, named: tuple[str, ...]) -> None:
    assert joined(message) == named


def test_of_two_clear_questions_the_first_is_answered_and_the_second_is_the_first_choice() -> None:
    outcome = assistant(what={"ferritin": 0.9}, does={"massage": 0.8}).ask("What is ferritin? Does massage help?")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, [entry.id for entry in outcome.also]) == ("ferritin", ["massage"])
    choice, *_ = card(outcome, LEGS).choices
    assert (choice.entry, choice.asked) == ("massage", True)


def test_a_question_inside_a_story_is_answered_if_it_is_twice_as_clear_as_a_message_must_be() -> None:
    scores = FakeRankerByWord({"moved": {"exercise": 0.1}, "does": {"massage": 0.9}})
    easier = replace(LEGS.thresholds.words, answer=0.45)
    outcome = assistant_of(LEGS, scores, FakeDetector(), easier).ask(STORY)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.score, outcome.also) == ("massage", 0.9, ())


def test_a_less_clear_question_inside_a_story_is_offered() -> None:
    outcome = assistant(moved={"exercise": 0.1}, does={"massage": 0.9}).ask(STORY)
    assert isinstance(outcome, Unsure)
    assert outcome.suggestions[0].id == "massage"
    assert outcome.candidates[0].score == pytest.approx(PART_WEIGHT * 0.9)


def test_a_message_that_is_clear_as_a_whole_is_not_split() -> None:
    outcome = assistant(moved={"exercise": 0.7}, does={"massage": 1.0}).ask(STORY)
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "exercise"


def test_two_questions_about_one_entry_count_once() -> None:
    outcome = assistant(what={"massage": 0.9}, does={"massage": 0.8}).ask("What helps? Does massage help?")
    assert isinstance(outcome, Found)
    assert outcome.also == ()


def test_the_entries_of_several_unclear_questions_are_suggested_together() -> None:
    outcome = assistant(what={"ferritin": 0.5}, does={"massage": 0.4}).ask("What is ferritin? Does massage help?")
    assert isinstance(outcome, Unsure)
    assert [entry.id for entry in outcome.suggestions[:2]] == ["ferritin", "massage"]


def test_a_red_flag_beside_a_question_gets_the_only_answer() -> None:
    outcome = assistant(what={"ferritin": 0.9}).ask("I have chest pain. What is ferritin?")
    assert isinstance(outcome, Urgent)


def test_a_message_of_many_short_lines_is_divided_in_time_linear_in_its_length() -> None:
    begin = time.process_time()
    assert sentences("a\n" * 2048) == ()
    assert time.process_time() - begin < 0.1
