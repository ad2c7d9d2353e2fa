"""The packaged urgent replies: one for each kind of emergency, short, and safe for the person who reads it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from faq.answer_card import reply_words
from faq.card import plain
from faq.loading import load
from faq.models import Faq, ReplyForm, UrgentReply

KINDS = (
    "pregnancy", "carbon-monoxide", "choking", "unconscious-other",
    "poisoning", "overdose-on-purpose", "self-harm", "sepsis-meningitis",
    "burns", "withdrawal", "danger-psychosis", "violence-home",
    "baby-fever", "allergic-reaction", "head-injury", "stroke",
    "physical-emergency", "bleeding", "cold-limb", "nerve-emergency",
    "chest-breath", "driving-asleep", "clot-like-leg", "animal-poisoning",
)  # fmt: skip
WORDS = 140
TELEPHONE = re.compile(r"\b(?:911|999|112|111|000|988|116)\b|\d[\d -]{6,}\d")


@pytest.fixture(scope="module")
def replies(packaged: Faq) -> dict[str, UrgentReply]:
    return {reply.id: reply for reply in packaged.urgent_replies}


def text(form: ReplyForm) -> str:
    return "\n".join((form.heading, *form.paragraphs))


def texts(replies: dict[str, UrgentReply]) -> list[tuple[str, str]]:
    return [(name, text(form)) for name, reply in replies.items() for form in (reply.you, reply.them)]


def test_every_kind_of_emergency_has_a_reply(replies: dict[str, UrgentReply]) -> None:
    assert tuple(replies) == KINDS


def test_no_text_names_a_telephone_number_because_they_are_in_helplines(replies: dict[str, UrgentReply]) -> None:
    assert [(name, found.group()) for name, words in texts(replies) for found in TELEPHONE.finditer(words)] == []


def test_every_reply_ends_by_saying_what_the_bot_is(replies: dict[str, UrgentReply]) -> None:
    for name, words in texts(replies):
        assert words.count("Nobody reads this chat live.") == 1, name
        assert words.endswith("Nobody reads this chat live."), name


def test_replies_are_short(replies: dict[str, UrgentReply]) -> None:
    assert [(name, len(words.split())) for name, words in texts(replies) if len(words.split()) > WORDS] == []


def test_every_reply_has_sources_and_shows_them_behind_a_button(packaged: Faq) -> None:
    for reply in packaged.urgent_replies:
        assert reply.sources, reply.id
        assert "Sources:" not in plain(reply_words(reply, packaged.helplines))


def test_all_but_the_sleepy_driver_and_the_animal_get_numbers_to_call(replies: dict[str, UrgentReply]) -> None:
    assert {name for name, reply in replies.items() if not reply.numbers} == {"driving-asleep", "animal-poisoning"}


def test_nobody_in_violence_is_told_to_unlock_the_door(replies: dict[str, UrgentReply]) -> None:
    assert [name for name, words in texts(replies) if "unlock" in words.casefold()] == []


@pytest.mark.parametrize("name", ["overdose-on-purpose", "poisoning", "unconscious-other", "bleeding", "burns"])
def test_who_helps_another_person_is_not_addressed_as_the_patient(replies: dict[str, UrgentReply], name: str) -> None:
    words = text(replies[name].them)
    assert not re.search(r"you feel|yourself|you were|you took|if you are dizzy", words, re.IGNORECASE)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("overdose-on-purpose", "even if you feel well"),
        ("allergic-reaction", "adrenaline pen"),
        ("burns", "cool running water now, for 20 minutes"),
        ("carbon-monoxide", "fresh air now, then call"),
        ("choking", "five back blows"),
        ("clot-like-leg", "short of breath"),
        ("driving-asleep", "stop driving now"),
        ("self-harm", "call the emergency number"),
        ("violence-home", "get out if you can"),
    ],
)
def test_the_life_saving_step_is_in_the_heading_or_the_first_paragraph(
    replies: dict[str, UrgentReply], name: str, first: str
) -> None:
    form = replies[name].you
    assert first in f"{form.heading} {form.paragraphs[0]}"


def test_the_packaged_numbers_were_looked_up_within_half_a_year_of_their_review() -> None:
    assert load(today=date(2027, 5, 28)).helplines.countries
