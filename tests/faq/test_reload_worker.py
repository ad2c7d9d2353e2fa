"""The child process that prepares edited content."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from faq.engine import OFF, open_assistant, open_engine
from faq.loading import load
from faq.paths import QUESTIONS
from faq.reload_worker import COMMAND, LENGTH, Checked, Invalid, Job, JobResult, Ready, Unchanged, prepare
from tests.faq.content_folder import ContentFolder


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest.fixture
def job(folder: ContentFolder) -> Job:
    """A job for the content as it is before an edit."""
    return Job(folder.path, OFF, folder.path.parent / "cache", load(folder.path))


@pytest.fixture
def edited(folder: ContentFolder, job: Job) -> Job:
    """The same job after an answer was edited."""
    folder.replace("ferritin.yaml", "A warm bath may help.", "A warm bath often helps.")
    return job


def checked(job: Job) -> Checked:
    """Return what the checks of a content say."""
    *_, result = prepare(job)
    assert isinstance(result, Checked)
    return result


def test_an_edited_comment_leaves_the_content_unchanged(folder: ContentFolder, job: Job) -> None:
    folder.replace("ferritin.yaml", "topic: Ferritin", "# A comment.\ntopic: Ferritin")
    assert list(prepare(job)) == [Unchanged()]


def test_content_that_is_the_same_but_was_not_checked_is_checked(job: Job) -> None:
    ready, checked = prepare(replace(job, is_checked=False))
    assert isinstance(ready, Ready)
    assert isinstance(checked, Checked)


def test_edited_content_is_handed_over_before_it_is_checked(folder: ContentFolder, edited: Job) -> None:
    results = prepare(edited)
    ready = next(results)
    assert isinstance(ready, Ready)
    assert ready.faq == load(folder.path)
    checked = next(results)
    assert isinstance(checked, Checked)
    assert checked.difference.edited == ("warm-bath",)
    assert checked.faults == ()


def test_the_assistant_is_stored_for_the_parent_process_before_the_content_is_handed_over(edited: Job) -> None:
    ready = next(prepare(edited))
    assert isinstance(ready, Ready)
    stored = open_engine(OFF, edited.cache).stored(ready.state)
    assert stored
    assert stored.faq == ready.faq


def test_the_parent_process_finds_all_that_it_needs_stored(folder: ContentFolder, edited: Job) -> None:
    assert len(list(prepare(edited))) == 2
    assert edited.cache is not None
    files = set(edited.cache.rglob("*"))
    assert files
    open_assistant(folder.path, OFF, edited.cache)
    assert set(edited.cache.rglob("*")) == files


def test_invalid_content_is_rejected_with_all_its_faults(folder: ContentFolder, job: Job) -> None:
    folder.replace("ferritin.yaml", "cites: {section: Tips}", "cites: {section: Nowhere}").write(
        "chatter.yaml", "chatter: 1"
    )
    [result] = prepare(job)
    assert isinstance(result, Invalid)
    assert [fault.split(":")[0] for fault in result.faults] == ["chatter.yaml", "ferritin.yaml"]


def test_faults_that_check_finds_are_reported_but_the_content_is_ready(folder: ContentFolder, edited: Job) -> None:
    folder.replace("ferritin.yaml", "- bath before bed", "- my chest hurts before bed")
    result = checked(edited)
    assert any("red flag" in fault for fault in result.faults)


def test_labelled_questions_in_the_folder_are_evaluated(folder: ContentFolder, edited: Job) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\twarm-bath\n")
    result = checked(edited)
    assert "right" in result.difference.before
    assert "right" in result.difference.after


def test_unusable_labelled_questions_are_reported_with_their_line(folder: ContentFolder, edited: Job) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\tno-such-entry\n")
    result = checked(edited)
    [fault] = result.faults
    assert fault.startswith(f"{folder.path / QUESTIONS}:2: unknown label no-such-entry;")


def test_a_missing_model_makes_the_job_invalid(folder: ContentFolder, edited: Job) -> None:
    [result] = prepare(replace(edited, model=str(folder.path / "no-model")))
    assert isinstance(result, Invalid)


def test_the_process_reads_a_job_and_writes_its_results(edited: Job) -> None:
    command = [sys.executable, "-c", COMMAND, *sys.path]
    process = subprocess.run(command, input=pickle.dumps(edited), capture_output=True, check=True)
    output, written = BytesIO(process.stdout), list[JobResult]()
    while length := output.read(LENGTH.size):
        written.append(pickle.loads(output.read(*LENGTH.unpack(length))))
    assert written == list(prepare(edited))
