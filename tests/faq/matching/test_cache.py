"""Fitted arrays are stored once; a damaged or missing folder costs time but no answer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from faq.matching import cache
from faq.matching.cache import MAX_FILES, ArrayCache
from faq.matching.scorer import Floats


class Made:
    """Makes arrays, and counts its calls."""

    def __init__(self, number: float = 1.0) -> None:
        self.number, self.times = number, 0

    def __call__(self) -> Mapping[str, Floats]:
        self.times += 1
        return {"numbers": np.array([[self.number, np.nan]], np.float32), "empty": np.zeros((0, 3), np.float32)}


def assert_same(one: Mapping[str, npt.NDArray[np.float32]], other: Mapping[str, npt.NDArray[np.float32]]) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert (array.dtype, array.shape, array.tobytes()) == (
            other[name].dtype,
            other[name].shape,
            other[name].tobytes(),
        )


def test_arrays_are_made_once_and_read_back_bit_for_bit(tmp_path: Path) -> None:
    make = Made()
    first = ArrayCache(tmp_path / "not" / "there" / "yet").arrays(["content"], make)
    assert_same(ArrayCache(tmp_path / "not" / "there" / "yet").arrays(["content"], make), first)
    assert make.times == 1


def test_without_a_folder_nothing_is_stored(tmp_path: Path) -> None:
    make = Made()
    for _ in range(2):
        ArrayCache().arrays(["content"], make)
    assert make.times == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", [["b"], ["a", ""], ["a", "a"], [], ["A"], ["\ud83d"]])
def test_different_parts_give_different_arrays(tmp_path: Path, other: list[str]) -> None:
    ArrayCache(tmp_path).arrays(["a"], Made(1))
    assert ArrayCache(tmp_path).arrays(other, Made(2))["numbers"][0, 0] == 2


def test_parts_with_the_same_concatenation_give_different_arrays(tmp_path: Path) -> None:
    ArrayCache(tmp_path).arrays(["ab", "c"], Made(1))
    assert ArrayCache(tmp_path).arrays(["a", "bc"], Made(2))["numbers"][0, 0] == 2


DAMAGED = {
    "empty": b"",
    "no archive": b"damaged" * 99,
    "an archive without end": b"PK\x03\x04" + bytes(40),
    "a single array": b"\x93NUMPY\x01\x00",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_made_again_and_replaced(tmp_path: Path, content: bytes) -> None:
    make = Made()
    cache = ArrayCache(tmp_path)
    first = cache.arrays(["content"], make)
    [file] = tmp_path.iterdir()
    file.write_bytes(content)
    for _ in range(2):
        assert_same(cache.arrays(["content"], make), first)
    assert make.times == 2


def test_no_single_flip_of_a_bit_is_taken_for_what_was_made(tmp_path: Path) -> None:
    """Wherever it is: in the numbers, or in what tells where they are."""
    make = Made()
    cache = ArrayCache(tmp_path)
    first = cache.arrays(["content"], make)
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert_same(cache.arrays(["content"], make), first)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_made_again(tmp_path: Path, share: float) -> None:
    make = Made()
    first = ArrayCache(tmp_path).arrays(["content"], make)
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert_same(ArrayCache(tmp_path).arrays(["content"], make), first)
    assert make.times == 2


def test_arrays_that_would_run_code_when_read_are_not_read(tmp_path: Path) -> None:
    make = Made()
    first = ArrayCache(tmp_path).arrays(["content"], make)
    [file] = tmp_path.iterdir()
    with file.open("wb") as damaged:
        np.savez(damaged, numbers=np.array([{}], object), empty=np.zeros(1))
    assert_same(ArrayCache(tmp_path).arrays(["content"], make), first)
    assert make.times == 2


def test_a_folder_that_cannot_be_created_prevents_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    make = Made()
    for _ in range(2):
        assert ArrayCache(tmp_path / "file" / "folder").arrays(["content"], make)["numbers"][0, 0] == 1
    assert make.times == 2


def test_a_full_disk_prevents_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert ArrayCache(tmp_path).arrays(["content"], Made())["numbers"][0, 0] == 1
    assert list(tmp_path.glob("*.npz")) == []


def test_no_partial_file_is_left_after_a_write(tmp_path: Path) -> None:
    ArrayCache(tmp_path).arrays(["content"], Made())
    assert [file.suffix for file in tmp_path.iterdir()] == [".npz"]


def test_a_partial_file_of_a_killed_process_is_deleted_after_an_hour(tmp_path: Path) -> None:
    for name in ("partial-old", "partial-new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half.npz").write_bytes(b"half")
    os.utime(tmp_path / "partial-old", (1, 1))
    ArrayCache(tmp_path).arrays(["content"], Made())
    assert not (tmp_path / "partial-old").exists()
    assert (tmp_path / "partial-new").exists(), "another process may still be writing it"


def test_a_subcache_is_evicted_independently(tmp_path: Path) -> None:
    cache, make = ArrayCache(tmp_path), Made()
    cache.subcache("own").arrays(["content"], make)
    for number in range(MAX_FILES + 1):
        cache.arrays([str(number)], Made())
    cache.subcache("own").arrays(["content"], make)
    assert make.times == 1
    assert ArrayCache().subcache("own").get("name") is None


def test_the_least_recently_used_files_are_deleted_first(tmp_path: Path) -> None:
    cache, make = ArrayCache(tmp_path), Made()
    for number in range(MAX_FILES):
        cache.arrays([str(number)], make)
        newest = max(tmp_path.glob("*.npz"), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    cache.arrays(["0"], make)
    cache.arrays(["one more"], make)
    assert len(list(tmp_path.glob("*.npz"))) == MAX_FILES
    assert make.times == MAX_FILES + 1
    cache.arrays(["0"], make)
    assert make.times == MAX_FILES + 1
    cache.arrays(["1"], make)
    assert make.times == MAX_FILES + 2


def test_a_change_of_the_code_invalidates_the_arrays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Path(cache.__file__).parents[1]
    (tmp_path / "faq").mkdir()
    shutil.copytree(package / "matching", tmp_path / "faq" / "matching", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(package / "text.py", tmp_path / "faq")
    unchanged = cache._code.__wrapped__()
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "faq" / "matching" / "cache.py"))
    assert cache._code.__wrapped__() == unchanged
    for changed in ("text.py", "matching/classifier.py", "matching/tfidf.py"):
        before = cache._code.__wrapped__()
        with (tmp_path / "faq" / changed).open("a") as source:
            source.write("# changed\n")
        assert cache._code.__wrapped__() != before
    make = Made()
    for code in (b"old", b"new", b"old"):
        monkeypatch.setattr(cache, "_code", lambda code=code: code)
        ArrayCache(tmp_path / "cache").arrays(["content"], make)
    assert make.times == 2
