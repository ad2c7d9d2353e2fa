"""Assistant.ask decides each outcome from the ranking and the thresholds (answer 0.6, suggest 0.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.engine import Engine
from faq.loading import load
from faq.matching import Matcher
from faq.models import Faq, Flag
from faq.outcome import Found, Match, NotFound, Ranking, Referred, Unsure, Urgent
from tests.faq.assistants import assistant_of
from tests.faq.content_folder import ContentFolder
from tests.faq.sample_faq import LEGS, urgent_reply

EMERGENCY = urgent_reply("heart", "Call 112 now.", "This can be an emergency.")


@dataclass(frozen=True)
class FakeRanker:
    """Ranks entries by fixed scores, and records the calls."""

    scores: dict[str, float]
    calls: list[str] = field(default_factory=list)

    def rank(self, question: str) -> Ranking:
        self.calls.append(f"rank {question}")
        matches = [Match(entry, self.scores.get(entry.id, 0.0)) for entry in LEGS.entries]
        return Ranking(tuple(sorted(matches, key=lambda match: -match.score)))


@dataclass(frozen=True)
class FakeRankerByWord:
    """Ranks entries by fixed scores for the first word of a question."""

    scores: dict[str, dict[str, float]]

    def rank(self, question: str) -> Ranking:
        return FakeRanker(self.scores.get(question.casefold().split()[0], {})).rank(question)


@dataclass(frozen=True)
class FakeDetector:
    """Detects "chest pain" only, and records the calls."""

    calls: list[str] = field(default_factory=list)

    def detect(self, question: str) -> Flag | None:
        self.calls.append(f"detect {question}")
        return Flag(EMERGENCY) if "chest pain" in question else None


def assistant(**scores: float) -> Assistant:
    return assistant_of(LEGS, FakeRanker(scores), FakeDetector(), LEGS.thresholds.words)


@pytest.mark.parametrize("score", [0.6, 0.61, 1.0])
def test_an_entry_at_or_above_the_answer_threshold_is_found(score: float) -> None:
    outcome = assistant(massage=score, exercise=0.1).ask("massage?")
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.score) == ("massage", score)


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


def test_a_close_runner_up_does_not_change_the_answer() -> None:
    outcome = assistant(massage=0.7, exercise=0.69).ask("massage?")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "massage"


@pytest.mark.parametrize("score", [0.6, 1.0])
def test_an_entry_that_the_article_does_not_cover_is_referred(score: float) -> None:
    outcome = assistant(pregnancy=score).ask("pregnant")
    assert isinstance(outcome, Referred)
    assert (outcome.entry.id, outcome.score) == ("pregnancy", score)


@pytest.mark.parametrize("score", [0.2, 0.4, 0.5999])
def test_between_the_thresholds_the_best_three_are_suggested_in_their_order(score: float) -> None:
    outcome = assistant(exercise=score, massage=0.19, pregnancy=0.18, caffeine=0.17).ask("moving")
    assert isinstance(outcome, Unsure)
    assert [entry.id for entry in outcome.suggestions] == ["exercise", "massage", "pregnancy"]
    assert outcome.score == score


def test_an_unclear_referral_is_suggested() -> None:
    outcome = assistant(pregnancy=0.5, massage=0.3).ask("expecting")
    assert isinstance(outcome, Unsure)
    assert outcome.suggestions[0].id == "pregnancy"


@pytest.mark.parametrize("score", [0.0, 0.1, 0.1999])
def test_below_the_suggest_threshold_nothing_is_found(score: float) -> None:
    outcome = assistant(massage=score).ask("hello")
    assert isinstance(outcome, NotFound)
    assert outcome.score == score


@pytest.mark.parametrize("score", [0.0, 0.3, 1.0])
def test_a_red_flag_wins_over_any_score(score: float) -> None:
    outcome = assistant(massage=score).ask("massage against chest pain")
    assert isinstance(outcome, Urgent)
    assert outcome.reply is EMERGENCY


def test_red_flags_are_detected_before_matching() -> None:
    calls: list[str] = []
    assistant_of(LEGS, FakeRanker({}, calls), FakeDetector(calls), LEGS.thresholds.words).ask("chest pain")
    assert calls[0] == "detect chest pain"


def test_detector_and_matcher_get_the_question_as_typed() -> None:
    calls: list[str] = []
    assistant_of(LEGS, FakeRanker({}, calls), FakeDetector(calls), LEGS.thresholds.words).ask("  What IS\tferritin? ")
    assert set(calls) == {"detect   What IS\tferritin? ", "rank   What IS\tferritin? "}


@pytest.mark.parametrize("question", ["massage", "chest pain", "?"])
@pytest.mark.parametrize("score", [0.0, 0.3, 1.0])
def test_every_outcome_carries_the_whole_ranking(question: str, score: float) -> None:
    outcome = assistant(massage=score, exercise=0.1).ask(question)
    scores = [match.score for match in outcome.candidates]
    assert scores == sorted(scores, reverse=True)
    assert {match.entry.id for match in outcome.candidates} == set(LEGS.by_id)


def test_the_assistant_is_stateless() -> None:
    stateless = assistant(massage=0.9)
    first = stateless.ask("massage")
    stateless.ask("chest pain")
    assert stateless.ask("massage") == first


@pytest.mark.parametrize(
    "question",
    ["", " ", "?!", "\x00", "\u200b\u200f", "🦵" * 50, "<script>", "x" * 4096],
)
def test_text_without_a_known_word_is_not_found(packaged: Faq, matcher: Matcher, question: str) -> None:
    outcome = assistant_of(packaged, matcher, FakeDetector(), packaged.thresholds.words).ask(question)
    assert isinstance(outcome, NotFound)
    assert len(outcome.candidates) == len(packaged.entries)


def test_the_first_question_of_the_readme_is_answered(packaged: Faq, matcher: Matcher) -> None:
    outcome = assistant_of(packaged, matcher, FakeDetector(), packaged.thresholds.words).ask("what is my body lacking")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "body-lacking"


def test_an_urgent_reply_without_examples_does_not_break_the_assistant(tmp_path: Path) -> None:
    lone = "replies:\n  - {id: lone, you: {heading: Call., paragraphs: [Now.]}}\n"
    folder = ContentFolder.small(tmp_path).replace("replies.yaml", "replies:\n", lone)
    faq = load(folder.path)
    assert "lone" not in faq.emergencies
    assert Engine().assistant(faq).ask("what stores iron?").candidates


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
