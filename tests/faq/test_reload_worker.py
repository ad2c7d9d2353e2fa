"""The child process that prepares edited content."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from faq.engine import OFF, open_assistant
from faq.loading import load
from faq.reload_worker import COMMAND, QUESTIONS, Invalid, Job, JobResult, Ready, Unchanged, prepare
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


def test_an_edited_comment_leaves_the_content_unchanged(folder: ContentFolder, job: Job) -> None:
    folder.replace("ferritin.yaml", "topic: Ferritin", "# A comment.\ntopic: Ferritin")
    assert prepare(job) == Unchanged()


def test_edited_content_is_returned_with_its_difference(folder: ContentFolder, edited: Job) -> None:
    result = prepare(edited)
    assert isinstance(result, Ready)
    assert result.faq == load(folder.path)
    assert result.difference.edited == ("warm-bath",)
    assert result.faults == ()


def test_the_fitted_arrays_are_in_the_cache_for_the_parent_process(folder: ContentFolder, edited: Job) -> None:
    prepare(edited)
    assert edited.cache is not None
    files = set(edited.cache.iterdir())
    assert files
    open_assistant(folder.path, OFF, edited.cache)
    assert set(edited.cache.iterdir()) == files


def test_invalid_content_is_rejected_with_all_its_faults(folder: ContentFolder, job: Job) -> None:
    folder.replace("ferritin.yaml", "cites: {section: Tips}", "cites: {section: Nowhere}").write(
        "chatter.yaml", "chatter: 1"
    )
    result = prepare(job)
    assert isinstance(result, Invalid)
    assert [fault.split(":")[0] for fault in result.faults] == ["chatter.yaml", "ferritin.yaml"]


def test_faults_that_check_finds_are_reported_but_the_content_is_ready(folder: ContentFolder, edited: Job) -> None:
    folder.replace("ferritin.yaml", "- bath before bed", "- my chest hurts before bed")
    result = prepare(edited)
    assert isinstance(result, Ready)
    assert any("red flag" in fault for fault in result.faults)


def test_labelled_questions_in_the_folder_are_evaluated(folder: ContentFolder, edited: Job) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\twarm-bath\n")
    result = prepare(edited)
    assert isinstance(result, Ready)
    assert "right" in result.difference.before
    assert "right" in result.difference.after


def test_unusable_labelled_questions_are_reported_with_their_line(folder: ContentFolder, edited: Job) -> None:
    folder.write(QUESTIONS, "question\taccept\nis a warm bath any good\tno-such-entry\n")
    result = prepare(edited)
    assert isinstance(result, Ready)
    [fault] = result.faults
    assert fault.startswith(f"{folder.path / QUESTIONS}:2: unknown label no-such-entry;")


def test_a_missing_model_makes_the_job_invalid(folder: ContentFolder, edited: Job) -> None:
    assert isinstance(prepare(replace(edited, model=str(folder.path / "no-model"))), Invalid)


def test_the_process_reads_a_job_and_writes_its_result(edited: Job) -> None:
    command = [sys.executable, "-c", COMMAND, *sys.path]
    process = subprocess.run(command, input=pickle.dumps(edited), capture_output=True, check=True)
    result: JobResult = pickle.loads(process.stdout)
    assert result == prepare(edited)
