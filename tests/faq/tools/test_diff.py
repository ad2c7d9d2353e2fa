"""The difference between two contents."""

from __future__ import annotations

from dataclasses import replace

from faq.assistant import Assistant
from faq.engine import Engine
from faq.models import Entry, Faq
from faq.tools.diff import Difference, Move, compare, phrasings
from faq.tools.evaluation import Labelled
from tests.faq.sample_faq import LEGS, covered


def _assistant(faq: Faq) -> Assistant:
    return Engine().assistant(faq)


def _faq(*entries: Entry) -> Faq:
    return replace(LEGS, entries=entries)


def test_a_content_does_not_differ_from_itself() -> None:
    same = compare(_assistant(LEGS), _assistant(LEGS))
    assert same == Difference(questions=len(phrasings(LEGS)))
    assert same.moved == 0


def test_added_removed_and_edited_entries_are_listed_by_id() -> None:
    ferritin, caffeine, *rest = LEGS.entries
    now = _faq(replace(ferritin, answer="Another answer."), *rest, covered("sauna", "Does a sauna help?"))
    difference = compare(_assistant(LEGS), _assistant(now))
    assert (difference.added, difference.removed, difference.edited) == (("sauna",), (caffeine.id,), (ferritin.id,))


def test_a_phrasing_moved_to_another_entry_is_a_move() -> None:
    ferritin, caffeine, massage, *rest = LEGS.entries
    moved = "no more espresso"
    poorer = replace(caffeine, phrasings=tuple(each for each in caffeine.phrasings if each != moved))
    richer = replace(massage, phrasings=(*massage.phrasings, moved))
    difference = compare(_assistant(LEGS), _assistant(_faq(ferritin, poorer, richer, *rest)))
    assert difference.moves == (Move("caffeine", "massage", 1),)
    assert difference.moved == 1


def test_phrasings_of_a_removed_entry_are_asked_as_well() -> None:
    ferritin, *rest = LEGS.entries
    difference = compare(_assistant(LEGS), _assistant(_faq(*rest)))
    assert sum(move.questions for move in difference.moves if move.before == ferritin.id) == 3
    assert all(move.after != ferritin.id for move in difference.moves)


def test_labelled_questions_are_measured_before_and_after() -> None:
    _, *rest = LEGS.entries
    labelled = (Labelled("what is ferritin", frozenset({"ferritin"})),)
    difference = compare(_assistant(LEGS), _assistant(_faq(*rest)), labelled)
    assert difference.before["right"] == 1.0
    assert difference.after["right"] == 0.0


def test_a_difference_quotes_no_question() -> None:
    _, *rest = LEGS.entries
    text = str(compare(_assistant(LEGS), _assistant(_faq(*rest)), (Labelled("a private matter", frozenset({"none"})),)))
    assert not any(question in text for question in (*phrasings(LEGS), "a private matter"))
