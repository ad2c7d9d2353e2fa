"""A message read alone: one question or several, small talk, and what is offered beside the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from faq.models import TalkKind, Thresholds
from faq.outcome import Found, Match, NotFound, Outcome, Ranking, Referred, Smalltalk, Unsure
from faq.reader import NEAR, SMALL_TALK, Reader
from tests.faq.sample_talk import TALK

THRESHOLDS = Thresholds(answer=0.4, suggest=0.1, unasked=0.9, lead=0.5)


@dataclass(frozen=True)
class FixedRanker:
    """Ranks entries by fixed scores for each text; a text without scores finds nothing."""

    scores: dict[str, dict[str, float]]
    lead: float = 1.0
    talk: tuple[TalkKind, float] = ("thanks", 0.0)
    near: float = 0.0

    def rank(self, question: str) -> Ranking:
        scores = self.scores.get(question, {})
        matches = (Match(entry, scores.get(entry.id, 0.0)) for entry in TALK.entries)
        kind, score = self.talk
        ranked = tuple(sorted(matches, key=lambda match: -match.score))
        return Ranking(ranked, lead=self.lead, talk=kind, talk_score=score, near=self.near)


def read(message: str, scores: dict[str, dict[str, float]]) -> Outcome:
    return Reader(TALK, FixedRanker(scores), THRESHOLDS).read(message)


def told(outcome: Outcome) -> tuple[str, list[str], bool]:
    assert isinstance(outcome, Found | Referred)
    return outcome.entry.id, [entry.id for entry in outcome.also], outcome.partial


def test_of_several_questions_the_first_is_told_and_the_others_are_offered() -> None:
    message = "Does massage help? Should I avoid coffee? What about pregnancy?"
    scores = {
        "does massage help?": {"massage": 1.0},
        "should i avoid coffee?": {"caffeine": 0.9},
        "pregnancy": {"pregnancy": 0.07},
    }
    assert told(read(message, scores)) == ("massage", ["caffeine", "pregnancy"], False)


def test_a_question_that_leans_takes_its_subject_from_the_one_before() -> None:
    scores = {
        "does massage help?": {"massage": 1.0},
        "is massage safe": {"massage-safety": 1.0},
    }
    assert told(read("Does massage help? And is it safe?", scores)) == ("massage", ["massage-safety"], False)


def test_a_question_that_leans_on_no_question_is_read_with_the_clause_before_it() -> None:
    scores = {"they rubbed my calves. is that good?": {"massage": 0.9}, "is that good": {"exercise": 0.2}}
    assert told(read("They rubbed my calves. Is that good?", scores)) == ("massage", [], False)


def test_where_one_question_of_several_has_no_answer_that_is_told() -> None:
    scores = {"does massage help?": {"massage": 1.0}}
    assert told(read("Does massage help? Where is the station?", scores)) == ("massage", [], True)


def test_where_another_entry_is_offered_nothing_is_said_to_be_missing() -> None:
    scores = {"does massage help?": {"massage": 1.0}, "should i run?": {"exercise": 0.08}}
    assert told(read("Does massage help? Should I run?", scores)) == ("massage", ["exercise"], False)


def test_a_question_that_names_nothing_is_read_with_the_story_before_it_and_not_alone() -> None:
    story, question = "my legs drive me mad", "what is wrong with me"
    scores = {question: {"caffeine": 1.0}, f"{story} {question}": {"massage": 0.9}}
    assert told(read(f"{story}, {question}", scores)) == ("massage", [], False)


def test_a_statement_between_two_questions_is_nearer_than_the_first() -> None:
    scores = {
        "does massage help?": {"massage": 1.0},
        "is massage bad": {"massage-safety": 1.0},
        "i drink a lot of tea. is that bad?": {"caffeine": 0.9},
    }
    message = "Does massage help? I drink a lot of tea. Is that bad?"
    assert told(read(message, scores)) == ("massage", ["caffeine"], False)


def test_the_same_thing_is_not_asked_twice() -> None:
    scores = {
        "does massage help": {"massage": 1.0},
        "does massage help or a walk": {"massage": 0.9},
        "does it help or a walk": {"exercise": 0.1},
    }
    assert told(read("does massage help, does it help or a walk", scores)) == ("massage", ["exercise"], False)


def test_a_question_that_finds_nothing_means_what_it_names() -> None:
    scores = {"is massage ok": {"massage": 1.0}, "coffee": {"caffeine": 1.0}}
    assert told(read("is massage ok or does coffee make it worse", scores)) == ("massage", ["caffeine"], False)


def test_of_a_question_that_is_not_clear_the_second_entry_is_offered_too() -> None:
    scores = {"does massage help?": {"massage": 1.0}, "a walk in the sun": {"exercise": 0.3, "pregnancy": 0.2}}
    assert told(read("Does massage help? And a walk in the sun?", scores))[1] == ["exercise", "pregnancy"]


def test_a_part_without_an_answer_is_told_beside_one_that_has_another() -> None:
    scores = {"does massage help?": {"massage": 1.0}, "and coffee?": {"caffeine": 1.0}, "coffee": {"caffeine": 1.0}}
    message = "Does massage help? And coffee? Where is the station?"
    assert told(read(message, scores)) == ("massage", ["caffeine"], True)


def test_where_nothing_is_clear_the_likeliest_of_each_question_is_offered() -> None:
    scores = {
        "is massage ok?": {"massage": 0.3, "exercise": 0.29, "pregnancy": 0.28},
        "is coffee ok?": {"caffeine": 0.2},
    }
    outcome = read("Is massage ok? Is coffee ok?", scores)
    assert isinstance(outcome, Unsure)
    assert [entry.id for entry in outcome.suggestions] == ["massage", "caffeine", "exercise"]


@pytest.mark.parametrize(("message", "also"), [("massage or coffee", ["caffeine"]), ("massage with coffee", [])])
def test_the_next_likely_entry_is_offered_where_one_clause_asks_for_two_things(message: str, also: list[str]) -> None:
    assert told(read(message, {message: {"massage": 0.8, "caffeine": 0.1, "exercise": 0.05}})) == (
        "massage",
        also,
        False,
    )


@pytest.mark.parametrize(("lead", "kind"), [(0.5, "answer"), (0.49, "suggest")])
def test_an_entry_is_told_only_if_it_leads(lead: float, kind: str) -> None:
    ranker = FixedRanker({"rub?": {"massage": 0.9}}, lead=lead)
    assert Reader(TALK, ranker, THRESHOLDS).read("rub?").kind == kind


@pytest.mark.parametrize(
    ("kind", "score", "entry", "expected"),
    [
        ("thanks", SMALL_TALK, 0.2, "smalltalk"),
        ("thanks", SMALL_TALK - 0.01, 0.2, "suggest"),
        ("thanks", 0.3, 0.35, "suggest"),
        ("bye", 0.9, 0.2, "suggest"),
        ("thanks", 0.9, 0.4, "answer"),
    ],
)
def test_small_talk_is_told_if_it_is_likely_likelier_than_entries_and_of_a_kind_that_there_is(
    kind: TalkKind, score: float, entry: float, expected: str
) -> None:
    ranker = FixedRanker({"cheers": {"massage": entry}}, talk=(kind, score))
    outcome = Reader(TALK, ranker, THRESHOLDS).read("cheers")
    assert outcome.kind == expected
    assert not isinstance(outcome, Smalltalk) or outcome.talk.kind == kind


@pytest.mark.parametrize(("near", "expected"), [(NEAR, True), (NEAR - 0.01, False)])
def test_an_unanswered_question_of_the_same_field_is_known_as_such(near: float, *, expected: bool) -> None:
    outcome = Reader(TALK, FixedRanker({}, near=near), THRESHOLDS).read("is zinc good?")
    assert isinstance(outcome, NotFound)
    assert outcome.near == expected


def test_three_entries_at_most_are_offered_for_a_message_that_is_not_clear() -> None:
    scores = dict.fromkeys(TALK.by_id, 0.2)
    outcome = Reader(replace(TALK), FixedRanker({"legs": scores}), THRESHOLDS).read("legs")
    assert isinstance(outcome, Unsure)
    assert len(outcome.suggestions) == 3
