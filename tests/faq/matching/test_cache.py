"""Arrays are stored between runs; a damaged or missing folder costs time but no answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from faq.matching.cache import MAX_FILES, ArrayCache

NAME = "name"
ARRAYS = {"numbers": np.array([[1.0, np.nan]], np.float32), "empty": np.zeros((0, 3), np.float32)}


def stored(folder: Path) -> Path:
    """Store the arrays and return their file."""
    ArrayCache(folder).put(NAME, ARRAYS)
    [file] = folder.iterdir()
    return file


def assert_same(one: Mapping[str, npt.NDArray[np.float32]], other: Mapping[str, npt.NDArray[np.float32]]) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert (array.dtype, array.shape, array.tobytes()) == (
            other[name].dtype,
            other[name].shape,
            other[name].tobytes(),
        )


def test_arrays_are_read_back_bit_for_bit(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    ArrayCache(folder).put(NAME, ARRAYS)
    read = ArrayCache(folder).get(NAME)
    assert read is not None
    assert_same(read, ARRAYS)


def test_without_a_folder_nothing_is_stored(tmp_path: Path) -> None:
    ArrayCache().put(NAME, ARRAYS)
    assert ArrayCache().get(NAME) is None
    assert list(tmp_path.iterdir()) == []


DAMAGED = {
    "empty": b"",
    "no archive": b"damaged" * 99,
    "an archive without end": b"PK\x03\x04" + bytes(40),
    "a single array": b"\x93NUMPY\x01\x00",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_not_read_and_can_be_replaced(tmp_path: Path, content: bytes) -> None:
    stored(tmp_path).write_bytes(content)
    assert ArrayCache(tmp_path).get(NAME) is None
    stored(tmp_path)
    assert ArrayCache(tmp_path).get(NAME) is not None


def test_no_single_flip_of_a_bit_is_taken_for_what_was_stored(tmp_path: Path) -> None:
    """Wherever it is: in the numbers, or in what tells where they are."""
    file = stored(tmp_path)
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        if (read := ArrayCache(tmp_path).get(NAME)) is not None:
            assert_same(read, ARRAYS)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_not_read(tmp_path: Path, share: float) -> None:
    file = stored(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert ArrayCache(tmp_path).get(NAME) is None


def test_arrays_that_would_run_code_when_read_are_not_read(tmp_path: Path) -> None:
    with stored(tmp_path).open("wb") as damaged:
        np.savez(damaged, numbers=np.array([{}], object), empty=np.zeros(1))
    assert ArrayCache(tmp_path).get(NAME) is None


def test_a_folder_that_cannot_be_created_prevents_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = ArrayCache(tmp_path / "file" / "folder")
    cache.put(NAME, ARRAYS)
    assert cache.get(NAME) is None


def test_a_full_disk_prevents_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    ArrayCache(tmp_path).put(NAME, ARRAYS)
    assert list(tmp_path.iterdir()) == []


def test_a_subcache_is_evicted_independently(tmp_path: Path) -> None:
    cache = ArrayCache(tmp_path)
    cache.subcache("own").put(NAME, ARRAYS)
    for number in range(MAX_FILES + 1):
        cache.put(str(number), ARRAYS)
    assert cache.subcache("own").get(NAME) is not None
    assert ArrayCache().subcache("own").get(NAME) is None


def test_the_least_recently_used_files_are_deleted_first(tmp_path: Path) -> None:
    cache = ArrayCache(tmp_path)
    for number in range(MAX_FILES):
        cache.put(str(number), ARRAYS)
        os.utime(tmp_path / f"{number}.npz", (number, number))
    cache.get("0")
    cache.put("one more", ARRAYS)
    assert len(list(tmp_path.glob("*.npz"))) == MAX_FILES
    assert cache.get("0") is not None
    assert cache.get("1") is None
