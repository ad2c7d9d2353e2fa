"""Emergencies that no rule matches, detected by their similarity to the curators' examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.engine import Engine
from faq.matching import Matcher
from faq.models import Faq, RedFlag, ThresholdSets
from faq.outcome import Found, Urgent
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS, THRESHOLDS, urgent_reply

HEART = urgent_reply("heart", "Call 112.", "Now.")
POISON = urgent_reply("poison", "Call the poison line.", "Now.")
EMERGENCIES = replace(
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


def reply_by_likeness(engine: Engine, question: str, faq: Faq = EMERGENCIES) -> str | None:
    """Return the id of the urgent reply to a question."""
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
def test_a_message_similar_to_an_example_gets_its_reply(engine: Engine, message: str, reply: str) -> None:
    assert reply_by_likeness(engine, message) == reply


@pytest.mark.parametrize("message", ["the elephant at the zoo", "coffee jar is empty", "does a leg massage help?", "?"])
def test_a_message_similar_to_calm_messages_or_an_entry_raises_no_urgent_reply(engine: Engine, message: str) -> None:
    assert reply_by_likeness(engine, message) is None


def test_an_example_word_for_word_is_certain_and_a_phrasing_is_no_emergency(engine: Engine) -> None:
    matcher = engine.matcher(EMERGENCIES)
    assert (matcher.rank("An elephant sits on my ribs!").urgent, matcher.rank("massage gun for legs").urgent) == (
        1,
        0,
    )
    assert matcher.rank("baby swallowed tablets").reply == "poison"


def test_the_threshold_of_the_content_decides(engine: Engine) -> None:
    message = "it feels as if an elephant sits across my ribs"
    probability = engine.matcher(EMERGENCIES).rank(message).urgent
    assert 0 < probability < 1
    for threshold, reply in ((probability, "heart"), (probability + 0.0001, None)):
        strict = replace(THRESHOLDS, urgent=threshold)
        assert (
            reply_by_likeness(engine, message, replace(EMERGENCIES, thresholds=ThresholdSets(strict, strict))) == reply
        )


@pytest.mark.parametrize(("firm", "told"), [(False, "heart"), (True, "poison")])
def test_a_rule_decides_that_there_is_an_emergency_and_only_a_firm_one_which(
    engine: Engine, told: str, *, firm: bool
) -> None:
    rule, replies = RedFlag("ribs", "poison", (("ribs",),)), (HEART, replace(POISON, firm=firm))
    flagged = replace(EMERGENCIES, red_flags=(rule,), urgent_replies=replies)
    assert reply_by_likeness(engine, "an elephant sits on my ribs", flagged) == told


def test_emergencies_are_not_in_the_ranking(engine: Engine) -> None:
    outcome = engine.assistant(EMERGENCIES).ask("an elephant sits on my ribs")
    assert {match.entry.id for match in outcome.candidates} == set(LEGS.by_id)
    assert max(match.score for match in outcome.candidates) == 0


def test_without_examples_nothing_is_an_emergency(engine: Engine) -> None:
    plain = replace(EMERGENCIES, emergencies={}, calm=())
    assert reply_by_likeness(engine, "an elephant sits on my ribs", plain) is None
    assert Matcher.of(plain).rank("an elephant sits on my ribs").urgent == 0


def test_entries_are_answered_beside_emergencies(engine: Engine) -> None:
    outcome = engine.assistant(EMERGENCIES).ask("massage gun for the legs")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "massage"
