"""Each text of the content is encoded once; the cache holds hashes and vectors, and damaged ones are ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from faq.matching import embedding_cache
from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import LARGEST, embed, hash_of, packaged_vectors
from faq.matching.encoder import packaged_encoder
from faq.matching.matcher import Matcher
from faq.matching.scorer import Floats
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS

TEXTS = ("iron and legs", "coffee at night", "a walk after dinner")


@dataclass(frozen=True, slots=True)
class RecordingEncoder:
    """An encoder that records its texts."""

    name: str = "letters"
    words: frozenset[str] = frozenset()
    texts: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts.extend(texts)
        return Letters().encode(texts)


def encoded(texts: Sequence[str], folder: Path, name: str = "letters") -> list[str]:
    """Embed texts, check the vectors, and return the texts that the encoder had to encode."""
    encoder = RecordingEncoder(name)
    np.testing.assert_allclose(embed(texts, encoder, ArrayCache(folder)).unit(), Letters().encode(texts), atol=0.01)
    return encoder.texts


def file_of(folder: Path) -> Path:
    [file] = folder.iterdir()
    return file


def test_a_text_is_encoded_once_however_often_the_content_is_edited(tmp_path: Path) -> None:
    assert encoded(TEXTS, tmp_path) == list(TEXTS)
    assert encoded((*TEXTS[:2], "a run after dinner"), tmp_path) == ["a run after dinner"]
    assert encoded(TEXTS[::-1], tmp_path) == []


def test_a_repeated_text_is_encoded_once(tmp_path: Path) -> None:
    assert encoded(("iron", "legs", "iron"), tmp_path) == ["iron", "legs"]


def test_a_reverted_edit_encodes_nothing(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    encoded(TEXTS[1:], tmp_path)
    encoded((*TEXTS[1:], "sauna"), tmp_path)
    assert encoded(TEXTS, tmp_path) == []


def test_without_a_folder_every_text_is_encoded() -> None:
    encoder = RecordingEncoder()
    for _ in range(2):
        embed(TEXTS, encoder, ArrayCache())
    assert encoder.texts == [*TEXTS, *TEXTS]


def test_encoders_do_not_share_vectors(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    assert encoded(TEXTS, tmp_path, "other") == list(TEXTS)


def test_a_file_of_another_encoder_under_the_same_name_is_ignored(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path / "one", "one")
    encoded(TEXTS, tmp_path / "other", "other")
    file_of(tmp_path / "one").write_bytes(file_of(tmp_path / "other").read_bytes())
    assert encoded(TEXTS, tmp_path / "one", "one") == list(TEXTS)


def test_the_cache_holds_no_text(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    stored = file_of(tmp_path).read_bytes()
    assert not any(word.encode() in stored for text in TEXTS for word in text.split() if len(word) > 3)


def test_questions_are_not_cached(tmp_path: Path) -> None:
    matcher = Matcher.of(LEGS, Letters(), ArrayCache(tmp_path))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.npz")}
    assert before
    matcher.rank("does my neighbour's remedy help")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.npz")} == before


def test_the_least_recently_used_texts_are_evicted_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_cache, "MAX_VECTORS", 3)
    for text in ("one", "two", "three", "four"):
        encoded((text,), tmp_path)
    with np.load(file_of(tmp_path)) as stored:
        assert len(stored["vectors"]) == 3
    assert encoded(("two", "three", "four"), tmp_path) == []
    assert encoded(("one",), tmp_path) == ["one"]


def test_a_content_larger_than_the_cache_is_still_stored_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_cache, "MAX_VECTORS", 2)
    encoded(TEXTS, tmp_path)
    assert encoded(TEXTS, tmp_path) == []


def test_vectors_that_another_process_added_meanwhile_are_preserved(tmp_path: Path) -> None:
    """Both start with an empty folder; the last to finish merges the other's vectors."""

    @dataclass(frozen=True, slots=True)
    class Slow:
        name: str = "letters"
        words: frozenset[str] = frozenset()

        def encode(self, texts: Sequence[str]) -> Floats:
            encoded(TEXTS[1:], tmp_path)
            return Letters().encode(texts)

    embed(TEXTS[:1], Slow(), ArrayCache(tmp_path))
    assert encoded(TEXTS, tmp_path) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_made_again(tmp_path: Path, share: float) -> None:
    encoded(TEXTS, tmp_path)
    whole = file_of(tmp_path).read_bytes()
    file_of(tmp_path).write_bytes(whole[: int(len(whole) * share)])
    assert encoded(TEXTS, tmp_path) == list(TEXTS)
    assert encoded(TEXTS, tmp_path) == []


HASHES, VECTORS = np.zeros((3, 16), np.uint8), np.full((3, 512), LARGEST, np.int8)


@pytest.mark.parametrize(
    "foreign",
    [
        {"hashes": HASHES},
        {"vectors": VECTORS},
        {"hashes": HASHES, "vectors": VECTORS[:2]},
        {"hashes": HASHES.astype(np.int64), "vectors": VECTORS},
        {"hashes": HASHES, "vectors": VECTORS.astype(np.float32)},
        {"hashes": HASHES[:, :8], "vectors": VECTORS},
        {"hashes": HASHES, "vectors": VECTORS[0]},
        {"hashes": HASHES[0], "vectors": VECTORS},
    ],
)
def test_arrays_of_the_wrong_shape_or_type_are_ignored(tmp_path: Path, foreign: dict[str, Floats]) -> None:
    encoded(TEXTS, tmp_path)
    ArrayCache(tmp_path).put(file_of(tmp_path).stem, foreign)
    assert encoded(TEXTS, tmp_path) == list(TEXTS)


def test_only_a_vector_that_points_nowhere_is_made_again(tmp_path: Path) -> None:
    encoded(TEXTS, tmp_path)
    name = file_of(tmp_path).stem
    stored = ArrayCache(tmp_path).get(name)
    assert stored is not None
    stored["vectors"][1] = 0
    ArrayCache(tmp_path).put(name, stored)
    assert encoded(TEXTS, tmp_path) == [TEXTS[1]]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"text {number}" for number in range(150)]
    embed(texts, Letters(), ArrayCache(tmp_path), lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (150, 150)


def test_the_packaged_vectors_are_those_of_the_packaged_encoder() -> None:
    encoder, texts = packaged_encoder(), ("iron", "my legs won't keep still")
    stored = packaged_vectors()
    assert len(stored) > 20_000
    [vector] = [vector for hash_, vector in stored.items() if hash_ == hash_of(encoder, "what is ferritin")]
    fresh = encoder.encode(["what is ferritin", *texts])[0]
    assert float(vector @ fresh) / float(np.linalg.norm(vector.astype(np.float32))) > 0.98


def test_texts_that_ship_with_the_package_write_no_cache(tmp_path: Path) -> None:
    vectors = embed(["what is ferritin"], packaged_encoder(), ArrayCache(tmp_path)).unit()
    assert vectors.shape == (1, 128)
    assert list(tmp_path.iterdir()) == []


def test_a_text_with_a_lone_surrogate_is_embedded(tmp_path: Path) -> None:
    """It cannot be encoded as UTF-8."""

    @dataclass(frozen=True, slots=True)
    class Same:
        name: str = "same"
        words: frozenset[str] = frozenset()

        def encode(self, texts: Sequence[str]) -> Floats:
            return np.eye(1, 4, dtype=np.float32).repeat(len(texts), axis=0)

    assert embed(["\ud83d"], Same(), ArrayCache(tmp_path)).unit().shape == (1, 4)
