"""The content as a whole: entries by id and by topic."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from faq.models import Figure, ReplyForm, UrgentReply
from tests.faq.sample_faq import LEGS, covered, faq

TWO_TOPICS = faq(
    replace(covered("late"), topic="Sleep"), covered("first"), replace(covered("early"), topic="Sleep"), covered("last")
)


def test_entries_are_found_by_id() -> None:
    assert LEGS.by_id["massage"].question == "Does leg massage help?"
    assert list(LEGS.by_id) == [entry.id for entry in LEGS.entries]


def test_topics_and_their_entries_are_in_the_curators_order() -> None:
    topics = {title: [entry.id for entry in entries] for title, entries in TWO_TOPICS.topics.items()}
    assert list(topics.items()) == [("Sleep", ["late", "early"]), ("Topic", ["first", "last"])]


def test_equal_contents_are_equal_even_after_a_lookup() -> None:
    assert LEGS.by_id
    assert replace(LEGS) == LEGS


def test_a_reply_has_a_form_for_the_writer_and_one_for_another_person() -> None:
    you, them = ReplyForm("Call now.", ("Sit.",)), ReplyForm("Call for them.", ("Stay.",))
    reply = UrgentReply("heart", you, them)
    assert reply.form(them=False) is you
    assert reply.form(them=True) is them


def test_content_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LEGS.disclaimer = "Medical advice."  # type: ignore[misc]


def test_a_figure_has_the_numbers_that_it_is_told_with_but_not_those_of_its_place() -> None:
    figure = Figure("3.78", "points on a scale of 40", "1,345 adults in 7 trials", "12 weeks of iron", "page 9")
    assert figure.numbers == {"3.78", "40", "1345", "7", "12"}


def test_an_entry_without_a_label_is_called_by_its_question() -> None:
    assert LEGS.by_id["massage"].short == "Does leg massage help?"
    assert replace(LEGS.by_id["massage"], label="Massage").short == "Massage"
