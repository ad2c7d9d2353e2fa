"""Two contents held against each other, and a content made ready in a process of its own."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.engine import OFF, Engine, open_assistant
from faq.loading import load
from faq.models import Entry, Faq
from faq.reload_worker import COMMAND, QUESTIONS, Invalid, Job, JobResult, Ready, Unchanged, prepare
from faq.tools.diff import Difference, Move, compare, phrasings
from faq.tools.evaluation import Labelled
from tests.faq.content_folder import Folder
from tests.faq.sample_faq import LEGS, covered


def _of(faq: Faq) -> Assistant:
    return Engine().assistant(faq)


def _with(*entries: Entry) -> Faq:
    return replace(LEGS, entries=entries)


def test_a_content_does_not_differ_from_itself() -> None:
    same = compare(_of(LEGS), _of(LEGS))
    assert same == Difference(asked=len(phrasings(LEGS)))
    assert same.moved == 0


def test_what_was_added_removed_and_edited_is_told_by_id() -> None:
    ferritin, caffeine, *rest = LEGS.entries
    now = _with(replace(ferritin, answer="Another answer."), *rest, covered("sauna", "Does a sauna help?"))
    difference = compare(_of(LEGS), _of(now))
    assert (difference.added, difference.removed, difference.edited) == (("sauna",), (caffeine.id,), (ferritin.id,))


def test_a_phrasing_that_changes_hands_is_a_move_from_one_entry_to_the_other() -> None:
    ferritin, caffeine, massage, *rest = LEGS.entries
    moved = "no more espresso"
    poorer = replace(caffeine, phrasings=tuple(each for each in caffeine.phrasings if each != moved))
    richer = replace(massage, phrasings=(*massage.phrasings, moved))
    difference = compare(_of(LEGS), _of(_with(ferritin, poorer, richer, *rest)))
    assert difference.moves == (Move("caffeine", "massage", 1),)
    assert difference.moved == 1


def test_phrasings_of_an_entry_that_goes_are_asked_as_well() -> None:
    ferritin, *rest = LEGS.entries
    difference = compare(_of(LEGS), _of(_with(*rest)))
    assert sum(move.questions for move in difference.moves if move.before == ferritin.id) == 3
    assert all(move.after != ferritin.id for move in difference.moves)


def test_labelled_questions_are_measured_before_and_after() -> None:
    _, *rest = LEGS.entries
    labelled = (Labelled("what is ferritin", frozenset({"ferritin"})),)
    difference = compare(_of(LEGS), _of(_with(*rest)), labelled)
    assert difference.before["right"] == 1.0
    assert difference.after["right"] == 0.0


def test_a_difference_quotes_no_question() -> None:
    _, *rest = LEGS.entries
    told = str(compare(_of(LEGS), _of(_with(*rest)), (Labelled("a private matter", frozenset({"none"})),)))
    assert not any(text in told for text in (*phrasings(LEGS), "a private matter"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "content").mkdir()
    return Folder.tiny(tmp_path / "content")


def _order(folder: Folder) -> Job:
    return Job(folder.path, OFF, folder.path.parent / "cache", load(folder.path))


def test_a_content_that_says_the_same_is_told_as_such(folder: Folder) -> None:
    order = _order(folder)
    folder.replace("ferritin.yaml", "topic: Ferritin", "# A comment.\ntopic: Ferritin")
    assert prepare(order) == Unchanged()


def test_a_content_that_is_ready_comes_with_what_it_changes(folder: Folder) -> None:
    order = _order(folder)
    made = prepare(_edited(folder, order))
    assert isinstance(made, Ready)
    assert made.faq == load(folder.path)
    assert made.difference.edited == ("warm-bath",)
    assert made.faults == ()


def test_what_was_fitted_is_found_again_by_whoever_opens_the_content(folder: Folder) -> None:
    order = _edited(folder, _order(folder))
    prepare(order)
    assert order.cache is not None
    before = set(order.cache.iterdir())
    open_assistant(folder.path, OFF, order.cache)
    assert set(order.cache.iterdir()) == before


def test_a_content_with_faults_is_refused_with_every_one_of_them(folder: Folder) -> None:
    order = _order(folder)
    folder.replace("ferritin.yaml", "cites: {section: Tips}", "cites: {section: Nowhere}").remove("chatter.yaml")
    made = prepare(order)
    assert isinstance(made, Invalid)
    assert [fault.split(":")[0] for fault in made.faults] == ["chatter.yaml", "ferritin.yaml"]


def test_what_check_finds_keeps_no_content_from_use_but_is_told(folder: Folder) -> None:
    order = _edited(folder, _order(folder))
    folder.replace("ferritin.yaml", "- bath before bed", "- my chest hurts before bed")
    made = prepare(order)
    assert isinstance(made, Ready)
    assert any("red flag" in fault for fault in made.faults)


def test_labelled_questions_beside_the_content_are_asked(folder: Folder) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\twarm-bath\n")
    made = prepare(_edited(folder, _order(folder)))
    assert isinstance(made, Ready)
    assert "right" in made.difference.before
    assert "right" in made.difference.after


def test_labelled_questions_that_cannot_be_used_are_told_with_their_line(folder: Folder) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\tno-such-entry\n")
    made = prepare(_edited(folder, _order(folder)))
    assert isinstance(made, Ready)
    assert made.faults == (
        f"{folder.path / QUESTIONS}:2: no entry is called no-such-entry; write an id, none or safety",
    )


def test_a_model_that_is_not_there_is_a_refusal_too(folder: Folder) -> None:
    order = replace(_edited(folder, _order(folder)), model=str(folder.path / "no-model"))
    assert isinstance(prepare(order), Invalid)


def test_the_process_takes_an_order_and_hands_out_what_it_made(folder: Folder) -> None:
    order = _edited(folder, _order(folder))
    command = [sys.executable, "-c", COMMAND, *sys.path]
    done = subprocess.run(command, input=pickle.dumps(order), capture_output=True, check=True)
    made: JobResult = pickle.load(io.BytesIO(done.stdout))
    assert made == prepare(order)


def _edited(folder: Folder, order: Job) -> Job:
    folder.replace("ferritin.yaml", "A warm bath may help.", "A warm bath often helps.")
    return order
