"""Any text gives an outcome that renders: the kinds of text of `python -m tests.fuzz`, and random text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.assistant import Assistant
from faq.matching import Matcher
from faq.models import Faq
from faq.safety import RedFlagRules
from tests.faq.assistants import assistant_of
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS
from tests.fuzz import KINDS, LONGEST, answer, text

QUESTIONS = ("what is ferritin?", "can i run with rls and then, what about tea", "my calves kick me awake at 3am")
BOTH = assistant_of(LEGS, Matcher.of(LEGS, Letters()), RedFlagRules((), ()), LEGS.thresholds.meaning)
NUMBERS = st.integers(0, 10_000_000)


@pytest.fixture(scope="module")
def words(packaged: Faq, matcher: Matcher) -> Assistant:
    """The packaged assistant on words alone."""
    return assistant_of(
        packaged, matcher, RedFlagRules(packaged.urgent_replies, packaged.red_flags), packaged.thresholds.words
    )


@settings(max_examples=200)
@given(asked=st.text(st.characters(exclude_categories=())))
def test_any_text_gives_an_outcome(words: Assistant, asked: str) -> None:
    answer(words, asked)


@settings(max_examples=120)
@given(number=NUMBERS)
def test_every_kind_of_odd_text_gives_an_outcome(words: Assistant, number: int) -> None:
    answer(words, text(7, number, QUESTIONS)[1])


@settings(max_examples=120)
@given(number=NUMBERS)
def test_every_kind_of_odd_text_gives_an_outcome_with_two_scorers(number: int) -> None:
    answer(BOTH, text(7, number, QUESTIONS)[1])


@settings(max_examples=50)
@given(asked=st.lists(st.sampled_from((*QUESTIONS, "?", "\n", "and", "not", "never", "she", "4")), max_size=30))
def test_run_on_questions_give_an_outcome(words: Assistant, asked: list[str]) -> None:
    answer(words, " ".join(asked))


@given(number=NUMBERS)
def test_a_number_reproduces_its_text(number: int) -> None:
    assert text(1, number, QUESTIONS) == text(1, number, QUESTIONS)


def test_every_kind_is_drawn_and_fits_twice_the_message_limit() -> None:
    texts = [text(1, number, QUESTIONS) for number in range(40 * len(KINDS))]
    assert len({kind for kind, _ in texts}) == len(KINDS)
    assert max(len(asked) for _, asked in texts) <= 2 * LONGEST
    assert len({asked for _, asked in texts}) > 0.8 * len(texts)


def test_another_seed_gives_other_texts() -> None:
    assert [text(1, n, QUESTIONS) for n in range(24)] != [text(2, n, QUESTIONS) for n in range(24)]
