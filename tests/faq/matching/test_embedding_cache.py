"""Each text of the content is encoded once; what is kept of it is a hash and a vector, and is trusted only if whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from faq.matching import embedding_cache
from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import vectors_of
from faq.matching.matcher import Matcher
from faq.matching.scorer import Floats
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS

TEXTS = ("iron and legs", "coffee at night", "a walk after dinner")


@dataclass(frozen=True, slots=True)
class Noting:
    """An encoder that notes which texts it was given."""

    name: str = "letters"
    words: frozenset[str] = frozenset()
    given: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        self.given.extend(texts)
        return Letters().encode(texts)


def encoded(texts: Sequence[str], folder: Path, name: str = "letters") -> list[str]:
    """What the encoder is given so that all have their vectors, which are the right ones."""
    encoder = Noting(name)
    np.testing.assert_array_equal(vectors_of(texts, encoder, ArrayCache(folder)), Letters().encode(texts))
    return encoder.given


def file_of(folder: Path) -> Path:
    [file] = folder.iterdir()
    return file


def test_a_text_is_encoded_once_however_often_the_content_is_edited(tmp_path: Path) -> None:
    assert encoded(TEXTS, tmp_path) == list(TEXTS)
    assert encoded((*TEXTS[:2], "a run after dinner"), tmp_path) == ["a run after dinner"]
    assert encoded(TEXTS[::-1], tmp_path) == []


def test_a_text_that_stands_twice_is_encoded_once(tmp_path: Path) -> None:
    assert encoded(("iron", "legs", "iron"), tmp_path) == ["iron", "legs"]


def test_an_edit_that_is_taken_back_costs_nothing(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    encoded(TEXTS[1:], tmp_path)
    encoded((*TEXTS[1:], "sauna"), tmp_path)
    assert encoded(TEXTS, tmp_path) == []


def test_without_a_folder_every_text_is_encoded() -> None:
    encoder = Noting()
    for _ in range(2):
        vectors_of(TEXTS, encoder, ArrayCache())
    assert encoder.given == [*TEXTS, *TEXTS]


def test_vectors_of_one_encoder_serve_no_other(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    assert encoded(TEXTS, tmp_path, "other") == list(TEXTS)


def test_a_file_of_another_encoder_under_this_ones_name_is_not_taken_for_its_own(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path / "one", "one")
    encoded(TEXTS, tmp_path / "other", "other")
    file_of(tmp_path / "one").write_bytes(file_of(tmp_path / "other").read_bytes())
    assert encoded(TEXTS, tmp_path / "one", "one") == list(TEXTS)


def test_what_is_kept_holds_no_text(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    kept = file_of(tmp_path).read_bytes()
    assert not any(word.encode() in kept for text in TEXTS for word in text.split() if len(word) > 3)


def test_what_people_ask_is_not_kept(tmp_path: Path) -> None:
    matcher = Matcher.of(LEGS, Letters(), ArrayCache(tmp_path))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.npz")}
    assert before
    matcher.rank("does my neighbour's remedy help")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.npz")} == before


def test_the_texts_used_longest_ago_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_cache, "MOST", 3)
    for text in ("one", "two", "three", "four"):
        encoded((text,), tmp_path)
    with np.load(file_of(tmp_path)) as kept:
        assert len(kept["vectors"]) == 3
    assert encoded(("two", "three", "four"), tmp_path) == []
    assert encoded(("one",), tmp_path) == ["one"]


def test_a_content_of_more_texts_than_are_kept_of_others_is_kept_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_cache, "MOST", 2)
    encoded(TEXTS, tmp_path)
    assert encoded(TEXTS, tmp_path) == []


def test_what_another_process_kept_meanwhile_stays(tmp_path: Path) -> None:
    """Both began with an empty folder; the one that ends last writes what the other found too."""

    @dataclass(frozen=True, slots=True)
    class Slow:
        name: str = "letters"
        words: frozenset[str] = frozenset()

        def encode(self, texts: Sequence[str]) -> Floats:
            encoded(TEXTS[1:], tmp_path)
            return Letters().encode(texts)

    vectors_of(TEXTS[:1], Slow(), ArrayCache(tmp_path))
    assert encoded(TEXTS, tmp_path) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_torn_file_is_made_anew(tmp_path: Path, share: float) -> None:
    encoded(TEXTS, tmp_path)
    whole = file_of(tmp_path).read_bytes()
    file_of(tmp_path).write_bytes(whole[: int(len(whole) * share)])
    assert encoded(TEXTS, tmp_path) == list(TEXTS)
    assert encoded(TEXTS, tmp_path) == []


HASHES, VECTORS = np.zeros((3, 32), np.uint8), np.ones((3, 512), np.float32)


@pytest.mark.parametrize(
    "foreign",
    [
        {"hashes": HASHES},
        {"vectors": VECTORS},
        {"hashes": HASHES, "vectors": VECTORS[:2]},
        {"hashes": HASHES.astype(np.int64), "vectors": VECTORS},
        {"hashes": HASHES, "vectors": VECTORS.astype(np.float64)},
        {"hashes": HASHES, "vectors": VECTORS[0]},
        {"hashes": HASHES[0], "vectors": VECTORS},
    ],
)
def test_arrays_that_are_no_vectors_are_not_taken_for_any(tmp_path: Path, foreign: dict[str, Floats]) -> None:
    encoded(TEXTS, tmp_path)
    ArrayCache(tmp_path).keep(file_of(tmp_path).stem, foreign)
    assert encoded(TEXTS, tmp_path) == list(TEXTS)


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, 7.0])
def test_a_vector_whose_length_is_not_one_is_made_anew_and_the_others_stay(tmp_path: Path, spoilt: float) -> None:
    encoded(TEXTS, tmp_path)
    name = file_of(tmp_path).stem
    kept = ArrayCache(tmp_path).kept(name)
    assert kept is not None
    kept["vectors"][1, 0] = spoilt
    ArrayCache(tmp_path).keep(name, kept)
    assert encoded(TEXTS, tmp_path) == [TEXTS[1]]


def test_a_text_of_half_a_letter_has_a_vector_too(tmp_path: Path) -> None:
    """A lone surrogate cannot be written as UTF-8; it is no reason to fail."""

    @dataclass(frozen=True, slots=True)
    class Same:
        name: str = "same"
        words: frozenset[str] = frozenset()

        def encode(self, texts: Sequence[str]) -> Floats:
            return np.eye(1, 4, dtype=np.float32).repeat(len(texts), axis=0)

    assert vectors_of(["\ud83d"], Same(), ArrayCache(tmp_path)).shape == (1, 4)
