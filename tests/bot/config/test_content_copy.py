"""The copy of the packaged content: made once, renewed until it is edited, and never half written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.config.content_copy import digest, open_copy
from faq.errors import OperatorError
from faq.loading import load
from faq.paths import PACKAGED
from tests.bot.process import CONTENT


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "packaged"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "legwise" / "content"


def _edit(folder: Path) -> None:
    file = folder / "ferritin.yaml"
    file.write_text(f"{file.read_text('utf-8')}# edited\n", "utf-8")


def test_the_packaged_content_is_copied_whole_and_is_valid(folder: Path) -> None:
    assert open_copy(folder).folder == folder
    assert digest(folder) == digest(PACKAGED)
    assert load(folder).entries == load().entries
    assert list(folder.parent.iterdir()) == [folder]


def test_a_copy_that_nobody_edited_follows_the_package(packaged: Path, folder: Path) -> None:
    open_copy(folder, packaged)
    _edit(packaged)
    (packaged / "talk.yaml").write_text("[]\n")
    assert not open_copy(folder, packaged).is_behind
    assert digest(folder) == digest(packaged)
    (packaged / "talk.yaml").unlink()
    open_copy(folder, packaged)
    assert not (folder / "talk.yaml").exists()


def test_a_copy_that_was_edited_stays_and_it_is_told_that_there_is_newer_content(packaged: Path, folder: Path) -> None:
    open_copy(folder, packaged)
    _edit(folder)
    edited = digest(folder)
    assert not open_copy(folder, packaged).is_behind
    (packaged / "talk.yaml").write_text("[]\n")
    assert open_copy(folder, packaged).is_behind
    assert digest(folder) == edited


def test_a_folder_that_is_no_copy_is_left_alone(packaged: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "faq.yaml").write_text("# mine\n")
    assert open_copy(folder, packaged).is_behind
    assert (folder / "faq.yaml").read_text() == "# mine\n"


def test_a_copy_of_a_read_only_package_can_be_edited(packaged: Path, folder: Path) -> None:
    for file in packaged.iterdir():
        file.chmod(0o444)
    open_copy(folder, packaged)
    assert all(file.stat().st_mode & 0o200 for file in folder.iterdir())


def test_a_place_that_cannot_be_written_is_told_with_its_cure(packaged: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match=r"file/content: .* cannot be copied there: File exists; .* --content"):
        open_copy(tmp_path / "file" / "content", packaged)
