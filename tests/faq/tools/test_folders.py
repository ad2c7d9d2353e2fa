"""Another content folder than the one read, a content at a git revision, and the entries that changed since."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from faq.errors import OperatorError
from faq.loading import load
from faq.tools.folders import changed_entries, content_at
from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def small(path: Path) -> ContentFolder:
    path.mkdir(parents=True)
    return ContentFolder.small(path)


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *author, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> ContentFolder:
    """A content folder inside a repository with one commit."""
    folder = small(tmp_path / "faq" / "content")
    (tmp_path / "README.md").touch()
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return folder


def test_a_command_warns_of_the_content_that_it_does_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, read = small(tmp_path / "content").path, small(tmp_path / "named").path
    monkeypatch.chdir(tmp_path)
    warned = legwise("check").stderr  # it fits nothing
    assert warned.startswith(f"{other} is not read, but ")
    assert warned.endswith(f"; to read it, add --content {other}\n")
    assert legwise("check", "--content", read).stderr == ""


def test_a_base_that_is_a_folder_is_that_folder(tmp_path: Path) -> None:
    base = small(tmp_path / "base").path
    with content_at(tmp_path, str(base)) as found:
        assert found == base


@needs_git
def test_a_base_that_is_a_revision_is_the_folder_as_it_was(repository: ContentFolder) -> None:
    before = load(repository.path)
    repository.replace("ferritin.yaml", "A warm bath may help.", "It may.")
    (repository.path / "languages").mkdir()
    with content_at(repository.path, "HEAD") as base:
        assert load(base) == before
        assert changed_entries(repository.path, base) == {"warm-bath"}
        assert not (base / "README.md").exists()
    assert not base.exists()


@needs_git
@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:README.md"])
def test_what_is_neither_folder_nor_revision_is_wrong_usage(repository: ContentFolder, revision: str) -> None:
    problem = f"{revision}: no folder, and no git revision of {repository.path} "
    with pytest.raises(OperatorError) as raised, content_at(repository.path, revision):
        pass
    assert str(raised.value).startswith(problem)
    assert str(raised.value).endswith("; name one of the two")
    assert raised.value.exit_code == 2


def test_without_git_a_revision_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(OperatorError, match="HEAD: no such folder, and git is not installed"),
        content_at(tmp_path, "HEAD"),
    ):
        pass


CHANGES = [
    ("- bath before bed", "- a bath before bed", True),
    ("A warm bath may help.", "It may.", True),
    ("question: Does a warm bath help?", "question: Does a bath help?", True),
    ("related: [what-is-ferritin, pregnancy]", "related: [pregnancy]", False),
]


@pytest.mark.parametrize(("old", "new", "changed"), CHANGES)
def test_an_entry_changes_with_its_texts_and_phrasings(tmp_path: Path, old: str, new: str, changed: bool) -> None:
    base, now = small(tmp_path / "base"), small(tmp_path / "now").replace("ferritin.yaml", old, new)
    assert changed_entries(now.path, base.path) == ({"warm-bath"} if changed else set())


def test_a_new_entry_is_changed_and_a_base_may_have_faults(tmp_path: Path) -> None:
    now = small(tmp_path / "now")
    base = small(tmp_path / "base").replace("elsewhere.yaml", "refer: [clinic]", "refers: [clinic]")
    base.replace("ferritin.yaml", "id: warm-bath", "id: hot-bath")
    assert changed_entries(now.path, base.path) == {"warm-bath"}


def test_a_base_without_entries_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OperatorError, match="holds no entries to compare with"):
        changed_entries(small(tmp_path / "now").path, tmp_path / "empty")
