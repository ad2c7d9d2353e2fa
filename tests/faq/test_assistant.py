"""Assistant.ask decides each outcome from the ranking and the thresholds (answer 0.6, suggest 0.2)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.context import Context
from faq.engine import Engine
from faq.loading import load
from faq.matching import Matcher
from faq.models import Faq, Flag
from faq.outcome import Found, Match, NotFound, Ranking, Referred, Smalltalk, Unsure, Urgent
from faq.text import MAX_LENGTH
from tests.faq.assistants import assistant_of
from tests.faq.content_folder import ContentFolder
from tests.faq.sample_faq import LEGS, urgent_reply

MASSAGE = LEGS.by_id["massage"]
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
    assert calls[:2] == ["detect   What IS\tferritin? ", "rank   What IS\tferritin? "]
    assert calls[2] == "rank What IS\tferritin?", "what is read is stripped of small talk and spaces"


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
    ["", " ", "?!", "\x00", "\u200b\u200f", "<script>", "x" * 4096],
)
def test_text_without_a_known_word_is_not_found(packaged: Faq, matcher: Matcher, question: str) -> None:
    outcome = assistant_of(packaged, matcher, FakeDetector(), packaged.thresholds.words).ask(question)
    assert isinstance(outcome, NotFound)
    assert len(outcome.candidates) == len(packaged.entries)


def test_emoji_alone_are_small_talk(packaged: Faq, matcher: Matcher) -> None:
    outcome = assistant_of(packaged, matcher, FakeDetector(), packaged.thresholds.words).ask("🦵" * 50)
    assert isinstance(outcome, Smalltalk)
    assert outcome.talk.kind == "remark"


UNITS = (
    "hi ",
    "👋 ",
    "and ",
    "so ok ",
    ", and ",
    "? ",
    "and it? ",
    "a\n",
    "...",
    "it's ",
    "is it? is ",
    "thanks, ",
    "x",
)
LONGEST_WAIT = 1.0
"""Seconds of processor time; a message takes a tenth of it."""


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
@pytest.mark.parametrize("end", ["", "?", " massage"])
def test_the_longest_message_is_answered_in_less_than_a_second(
    packaged: Faq, matcher: Matcher, unit: str, end: str
) -> None:
    message = (unit * MAX_LENGTH)[: MAX_LENGTH - len(end)] + end
    asked = assistant_of(packaged, matcher, FakeDetector(), packaged.thresholds.words)
    begin = time.process_time()
    asked.ask(message, Context.told(packaged.entries[0], packaged))
    assert time.process_time() - begin < LONGEST_WAIT


def test_each_text_of_a_message_is_ranked_once() -> None:
    calls: list[str] = []
    story = "What is ferritin? Does massage help? And is it safe?"
    assistant_of(LEGS, FakeRanker({"ferritin": 0.9}, calls), FakeDetector()).ask(story, Context.told(MASSAGE, LEGS))
    assert len(calls) == len(set(calls))


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
