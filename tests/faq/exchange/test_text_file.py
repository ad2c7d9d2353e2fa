"""Files are read and written whole, and refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.exchange.text_file import MAX_BYTES, MAX_FAULTS, ExchangeError, read_text, write_text


def refusal(path: Path) -> tuple[str, int]:
    with pytest.raises(ExchangeError) as raised:
        read_text(path)
    return str(raised.value), raised.value.exit_code


def test_the_mark_of_utf_8_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert read_text(file) == "a\r\nb"


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("question\nWas heißt größer?\n".encode("latin-1"))
    cure = "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
    assert refusal(file) == (f"{file}:2: is not UTF-8 text; {cure}", 1)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"a" * (MAX_BYTES + 1))
    assert refusal(file) == (f"{file}: is larger than 10,000,000 bytes; split it into several files", 1)


def test_a_missing_file_and_a_folder_are_wrong_usage(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv")[1] == 2
    assert "Is a directory" in refusal(tmp_path)[0]


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    write_text(file, "new")
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_text(tmp_path / "a.csv", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="No such file or directory") as raised:
        write_text(tmp_path / "none" / "a.csv", "new")
    assert raised.value.exit_code == 2


def test_many_faults_are_cut() -> None:
    lines = str(ExchangeError(f"fault {n}" for n in range(1_234))).splitlines()
    assert len(lines) == MAX_FAULTS + 1
    assert lines[-1] == "… and 1,134 more"
