"""A file is replaced as a whole or not at all, and the oldest files of a folder are deleted."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from faq.files import MAX_PARTIAL_AGE, PARTIAL, evict, replace_file


def test_a_file_is_replaced_with_the_mode_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for data, mode in ((b"one", 0o600), (b"two", 0o644)):
        replace_file(file, data, mode)
        assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (data, mode)
    assert list(tmp_path.iterdir()) == [file]


def test_a_reader_has_the_whole_of_the_file_that_it_opened(tmp_path: Path) -> None:
    file = tmp_path / "file"
    replace_file(file, b"one" * 9999)
    with file.open("rb") as opened:
        assert opened.read(3) == b"one"
        replace_file(file, b"two")
        assert opened.read() == b"one" * 9998


def test_a_file_that_cannot_be_replaced_stays_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(tmp_path / "folder", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_the_least_recently_used_files_of_a_suffix_are_deleted(tmp_path: Path) -> None:
    for number in range(4):
        for suffix in (".one", ".other"):
            (tmp_path / f"{number}{suffix}").touch()
            os.utime(tmp_path / f"{number}{suffix}", (number, number))
    evict(tmp_path, ".one", 2)
    assert sorted(path.name for path in tmp_path.glob("*.one")) == ["2.one", "3.one"]
    assert len(list(tmp_path.glob("*.other"))) == 4


def test_a_partial_file_of_a_killed_process_is_deleted_after_an_hour(tmp_path: Path) -> None:
    old, new = (tmp_path / f"{PARTIAL}{name}" for name in ("old", "new"))
    for partial in (old, new):
        partial.touch()
    os.utime(old, (0, time.time() - MAX_PARTIAL_AGE - 1))
    evict(tmp_path, ".one", 2)
    assert (old.exists(), new.exists()) == (False, True), "another process may still be writing it"
