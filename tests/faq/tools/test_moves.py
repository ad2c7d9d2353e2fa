"""`legwise eval --against` lists the questions that moved between two contents, the worst first, and counts them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise
from tests.faq.tools.labelled import questions


@pytest.fixture
def edited(tmp_path: Path) -> ContentFolder:
    """A folder where the bath is no longer asked for as before bed, and another entry takes its phrasing."""
    (tmp_path / "edited").mkdir()
    folder = ContentFolder.small(tmp_path / "edited").replace("ferritin.yaml", "- bath before bed", "- a long soak")
    return folder.replace("ferritin.yaml", "- ferritin cut-off", "- ferritin cut-off\n      - bath before bed")


LABELLED = """\
question\taccept
what is ferritin\twhat-is-ferritin
bath before bed\twarm-bath
expecting a baby\tpregnancy
"""


def moved(result: str) -> dict[str, object]:
    value = json.loads(result)["moved"]
    assert isinstance(value, dict)
    return value


def test_a_question_that_moved_is_listed_with_where_it_was_and_is(
    content: Path, edited: ContentFolder, tmp_path: Path
) -> None:
    path = questions(tmp_path, LABELLED)
    result = legwise("eval", path, "--against", content, "--content", edited.path, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert moved(result.stdout) == {
        "counts": {"right → wrong": 1, "wrong → right": 0, "wrong → wrong": 0, "right → right": 0},
        "questions": [
            {
                "question": "bath before bed",
                "accept": ["warm-bath"],
                "before": "warm-bath",
                "now": "ferritin-threshold",
                "right_before": True,
                "right_now": False,
            }
        ],
    }


def test_the_other_way_round_it_was_wrong_and_is_right(content: Path, edited: ContentFolder, tmp_path: Path) -> None:
    path = questions(tmp_path, LABELLED)
    result = legwise("eval", path, "--against", edited.path, "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "│ bath before bed │ warm-bath │ ferritin-thres" in result.stdout
    counts = "0 right → wrong, 1 wrong → right, 0 wrong → wrong, 0 right → right"
    assert f"1 of 3 questions moved: {counts}\n{content}: 3 questions measured\n" in result.stdout


def test_a_content_against_itself_moves_nothing(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path, LABELLED), "--against", content, "--content", content)
    assert "0 of 3 questions moved: " in result.stdout
    assert "moved since" not in result.stdout


def test_the_labels_may_name_an_entry_that_the_other_content_lacks(
    content: Path, edited: ContentFolder, tmp_path: Path
) -> None:
    edited.replace("ferritin.yaml", "id: warm-bath", "id: hot-bath")
    result = legwise("eval", questions(tmp_path, LABELLED), "--against", edited.path, "--content", content)
    assert result.exit_code == 0


def test_bounds_still_hold_with_a_comparison(content: Path, edited: ContentFolder, tmp_path: Path) -> None:
    path = questions(tmp_path, LABELLED)
    result = legwise("eval", path, "--against", content, "--content", edited.path, "--fail-under", "right=0.9")
    assert (result.exit_code, result.stderr) == (1, "right: 66.7%, must be at least 90.0%\n")


def test_another_content_with_faults_is_reported_with_them(
    content: Path, edited: ContentFolder, tmp_path: Path
) -> None:
    edited.write("chatter.yaml", "")
    result = legwise("eval", questions(tmp_path, LABELLED), "--against", edited.path, "--content", content)
    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"{edited.path}: its content is not valid, so nothing can be compared:\nchatter.yaml"
    )


def test_another_faq_has_nothing_to_be_compared_with(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path, LABELLED), "--against", content, "--entries", tmp_path / "x.tsv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "--against compares two contents, --entries measures neither; leave one out\n"


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_content_is_compared_with_what_it_was_at_a_revision(edited: ContentFolder, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", edited.path, *author, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    edited.replace("ferritin.yaml", "      - bath before bed\n", "")
    edited.replace("ferritin.yaml", "- a long soak", "- bath before bed")
    result = legwise("eval", questions(tmp_path, LABELLED), "--against", "HEAD", "--content", edited.path, "--json")
    counts = moved(result.stdout)["counts"]
    assert counts == {"right → wrong": 0, "wrong → right": 1, "wrong → wrong": 0, "right → right": 0}
