"""Emergencies that no rule has words for: told by likeness to messages that curators collected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.engine import Engine
from faq.matching import Matcher
from faq.models import Faq, RedFlag, ThresholdSets, UrgentReply
from faq.outcome import Found, Urgent
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import CLINIC, LEGS, THRESHOLDS

HEART = UrgentReply("heart", "Call 112.", ("Now.",), (CLINIC,))
POISON = UrgentReply("poison", "Call the poison line.", ("Now.",), (CLINIC,))
WATCHED = replace(
    LEGS,
    urgent_replies=(HEART, POISON),
    emergencies={
        "heart": ("an elephant sits on my ribs", "my ribs feel crushed and my arm is numb", "squeezed across the ribs"),
        "poison": ("the toddler emptied the tablet jar", "baby swallowed tablets", "the jar of tablets is empty now"),
    },
    calm=("the elephant at the zoo was fun", "my jar of coffee is empty", "we saw a toddler and an elephant"),
)
ENGINES = {"words": Engine(), "words and letters": Engine(Letters())}


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each way of matching."""
    return ENGINES[request.param]


def alarm(engine: Engine, question: str, faq: Faq = WATCHED) -> str | None:
    """The id of the urgent reply that a question gets."""
    outcome = engine.assistant(faq).ask(question)
    return outcome.reply.id if isinstance(outcome, Urgent) else None


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("it feels as if an elephant sits across my ribs", "heart"),
        ("my ribs are squeezed and crushed", "heart"),
        ("the baby emptied a jar of tablets", "poison"),
        ("todler swalowed the tablets", "poison"),
    ],
)
def test_what_is_like_a_collected_emergency_gets_its_reply(engine: Engine, message: str, reply: str) -> None:
    assert alarm(engine, message) == reply


@pytest.mark.parametrize("message", ["the elephant at the zoo", "coffee jar is empty", "does a leg massage help?", "?"])
def test_what_is_like_calm_talk_or_an_entry_raises_no_alarm(engine: Engine, message: str) -> None:
    assert alarm(engine, message) is None


def test_a_collected_message_word_for_word_is_certain_and_a_phrasing_is_none(engine: Engine) -> None:
    matcher = engine.matcher(WATCHED)
    assert (matcher.rank("An elephant sits on my ribs!").urgent, matcher.rank("massage gun for legs").urgent) == (
        1,
        0,
    )
    assert matcher.rank("baby swallowed tablets").reply == "poison"


def test_the_threshold_decides_and_is_content(engine: Engine) -> None:
    message = "it feels as if an elephant sits across my ribs"
    likely = engine.matcher(WATCHED).rank(message).urgent
    assert 0 < likely < 1
    for threshold, reply in ((likely, "heart"), (likely + 0.0001, None)):
        strict = replace(THRESHOLDS, urgent=threshold)
        assert alarm(engine, message, replace(WATCHED, thresholds=ThresholdSets(strict, strict))) == reply


def test_a_rule_that_fires_goes_before_likeness(engine: Engine) -> None:
    rule = RedFlag("ribs", "poison", (("ribs",),))
    assert alarm(engine, "an elephant sits on my ribs", replace(WATCHED, red_flags=(rule,))) == "poison"


def test_emergencies_take_no_place_in_the_ranking(engine: Engine) -> None:
    outcome = engine.assistant(WATCHED).ask("an elephant sits on my ribs")
    assert {match.entry.id for match in outcome.candidates} == set(LEGS.by_id)
    assert max(match.score for match in outcome.candidates) == 0


def test_without_collected_emergencies_nothing_is_an_emergency(engine: Engine) -> None:
    plain = replace(WATCHED, emergencies={}, calm=())
    assert alarm(engine, "an elephant sits on my ribs", plain) is None
    assert Matcher.of(plain).rank("an elephant sits on my ribs").urgent == 0


def test_an_entry_is_answered_beside_emergencies_as_without_them(engine: Engine) -> None:
    outcome = engine.assistant(WATCHED).ask("massage gun for the legs")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "massage"
