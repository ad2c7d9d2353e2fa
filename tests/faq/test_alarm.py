"""An emergency is found by a rule, weighed by what the whole message resembles, or by likeness alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from faq.models import Flag
from faq.outcome import Match, Ranking, Urgent
from tests.faq.assistants import assistant_of
from tests.faq.sample_faq import LEGS, urgent_reply
from tests.faq.test_assistant import EMERGENCY, FakeDetector, FakeRanker


@dataclass(frozen=True)
class FakeResemblance:
    """Resembles one reply with a fixed probability."""

    reply: str
    score: float

    def rank(self, question: str) -> Ranking:
        return Ranking(tuple(Match(entry, 0.0) for entry in LEGS.entries), self.score, self.reply, self.score)


@pytest.mark.parametrize(
    ("resembles", "score", "told"),
    [
        ("stroke", 0.5, "stroke"),
        ("stroke", 0.49, "heart"),
        ("pets", 0.99, "heart"),
    ],
)
def test_a_rule_gives_way_to_the_reply_that_the_message_resembles(resembles: str, score: float, told: str) -> None:
    other, pets = (
        urgent_reply("stroke", "Call.", "Stroke."),
        replace(urgent_reply("pets", "Call.", "A pet."), replaces=False),
    )
    legs = replace(LEGS, urgent_replies=(EMERGENCY, other, pets))
    outcome = assistant_of(legs, FakeResemblance(resembles, score), FakeDetector()).ask("chest pain")
    assert isinstance(outcome, Urgent)
    assert outcome.reply.id == told


@dataclass(frozen=True)
class FirmDetector:
    """Detects a firm reply in everything."""

    def detect(self, question: str) -> Flag | None:
        return Flag(replace(EMERGENCY, firm=True))


def test_a_firm_reply_of_a_rule_stands() -> None:
    legs = replace(LEGS, urgent_replies=(EMERGENCY, urgent_reply("stroke", "Call 112.", "Stroke.")))
    outcome = assistant_of(legs, FakeResemblance("stroke", 1.0), FirmDetector()).ask("anything")
    assert isinstance(outcome, Urgent)
    assert outcome.reply.id == "heart"


@dataclass(frozen=True)
class FakeMargin:
    """Resembles emergencies more than calm messages by 0.5 if the text ends in "now", and less by 0.5 otherwise."""

    def rank(self, question: str) -> Ranking:
        margin = 0.5 if question.endswith("now") else -0.5
        return Ranking(tuple(Match(entry, 0.0) for entry in LEGS.entries), margin=margin)


@pytest.mark.parametrize(
    ("message", "alarms"),
    [
        ("the chest pain scene was the best of the film", False),
        ("We saw the film. There is a chest pain scene in it.", False),
        ("We saw the film with the chest pain scene. I have it too and it is getting worse now", True),
        ("i have chest pain now", True),
    ],
)
def test_a_rule_is_outweighed_only_where_each_sentence_is_calm(message: str, *, alarms: bool) -> None:
    held = assistant_of(LEGS, FakeMargin(), FakeDetector())
    assert isinstance(held.ask(message), Urgent) == alarms
    assert (held.red_flag(message) is not None) == alarms


def test_nothing_outweighs_a_rule_with_a_firm_reply() -> None:
    assert isinstance(assistant_of(LEGS, FakeMargin(), FirmDetector()).ask("the scene in the film"), Urgent)


def test_where_no_rule_is_met_no_red_flag_is_looked_for_by_matching() -> None:
    ranker = FakeRanker({})
    assert assistant_of(LEGS, ranker, FakeDetector()).red_flag("massage?") is None
    assert not ranker.calls


@dataclass(frozen=True)
class BrokenRanker:
    """Fails with the question in the message of the fault."""

    def rank(self, question: str) -> Ranking:
        raise KeyError(question)


def test_with_a_broken_matcher_the_rule_decides_and_the_log_has_no_word_of_the_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    flag = assistant_of(LEGS, BrokenRanker(), FakeDetector()).red_flag("my secret chest pain")
    assert flag
    assert flag.reply.id == "heart"
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


@dataclass(frozen=True)
class FakeLikeness:
    """Resembles the reply "heart" by 0.9 in the texts that it is given, and not at all in others."""

    alarming: frozenset[str]

    def rank(self, question: str) -> Ranking:
        matches = tuple(Match(entry, 0.0) for entry in LEGS.entries)
        return Ranking(matches, 0.9, "heart", 0.9) if question in self.alarming else Ranking(matches)


@pytest.mark.parametrize(
    ("alarming", "urgent"),
    [
        ("she lies there and will not wake. what now do i do?", False),
        ("She lies there and will not wake. What now do I do?", True),
        ("she lies there and will not wake.", True),
        ("an elephant sits on my ribs", False),
    ],
)
def test_where_no_rule_is_met_the_message_or_one_of_its_sentences_may_resemble_an_emergency(
    alarming: str, *, urgent: bool
) -> None:
    legs = replace(LEGS, urgent_replies=(EMERGENCY,))
    likeness = FakeLikeness(frozenset({alarming}))
    outcome = assistant_of(legs, likeness, FakeDetector()).ask("She lies there and will not wake. What now do I do?")
    assert isinstance(outcome, Urgent) == urgent
