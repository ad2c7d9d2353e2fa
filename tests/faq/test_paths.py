"""A content folder is known by its one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.paths import other_content
from tests.faq.content_folder import ContentFolder


def small(path: Path) -> ContentFolder:
    path.mkdir(parents=True)
    return ContentFolder.small(path)


@pytest.mark.parametrize("name", ["faq/content", "content"])
def test_a_content_folder_in_the_working_folder_that_was_not_read_is_found(tmp_path: Path, name: str) -> None:
    read, other = small(tmp_path / "installed").path, small(tmp_path / "work" / name).path
    assert other_content(read, tmp_path / "work") == other
    assert other_content(other, tmp_path / "work") is None
    assert other_content(read, tmp_path) is None


def test_a_folder_that_is_no_content_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert other_content(small(tmp_path / "read").path, tmp_path) is None
