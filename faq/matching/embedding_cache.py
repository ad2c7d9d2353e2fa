"""The embedding of each text of the content, made once.

The vectors of the packaged content ship with the package (`python -m tests.vectors` makes them); those of other texts
are stored in the user's cache, across content versions. Keys are hashes of the encoder's name and the text, so no text
is stored and encoders are not mixed. Questions are never cached.

A vector is stored in 8 bits per component: its direction is all that matters, and a cosine moves by less than .01.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faq.matching.byte_vectors import ByteVectors
from faq.matching.cache import ArrayCache, Arrays, read_arrays
from faq.matching.encoder import Encoder

PACKAGED = Path(__file__).parent / "vectors.npz"
MAX_VECTORS = 40_000
"""Vectors stored, unless one content has more; the least recently used are evicted."""
LARGEST = 127
"""The largest component of each stored vector."""
_DIGEST = 16
_STEP = 64
"""Texts between two calls of `Progress`."""

Vectors = dict[bytes, npt.NDArray[np.int8]]
"""Stored vectors by the hash of their text, the most recently used first."""
Progress = Callable[[int, int], None]
"""Called with the number of texts that are encoded, and of all that have to be."""


def unseen(done: int, total: int) -> None:
    """Show no progress."""


def embed(texts: Sequence[str], encoder: Encoder, cache: ArrayCache, progress: Progress = unseen) -> ByteVectors:
    """Return one vector per text, in order."""
    hashes = [hash_of(encoder, text) for text in texts]
    vectors = packaged_vectors()
    if others := {hash_: text for hash_, text in zip(hashes, texts, strict=True) if hash_ not in vectors}:
        vectors |= _own(others, encoder, cache, progress)
    return ByteVectors.of(np.stack([vectors[hash_] for hash_ in hashes]))


def encode(texts: Sequence[str], encoder: Encoder, progress: Progress = unseen) -> npt.NDArray[np.int8]:
    """Return the stored form of the vector of each text."""
    made = []
    for start in range(0, len(texts), _STEP):
        vectors = encoder.encode(texts[start : start + _STEP])
        made.append(np.rint(vectors * (LARGEST / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8))
        progress(min(start + _STEP, len(texts)), len(texts))
    return np.concatenate(made)


def packaged_vectors() -> Vectors:
    """Return the vectors that ship with the package; empty if there are none."""
    arrays = read_arrays(PACKAGED)
    return _valid(arrays) if arrays is not None else {}


def arrays_of(vectors: Vectors) -> Arrays:
    """Return vectors as arrays to store."""
    hashes = np.frombuffer(b"".join(vectors), np.uint8).reshape(len(vectors), -1)
    return {"hashes": hashes, "vectors": np.stack(list(vectors.values()))}


def hash_of(encoder: Encoder, text: str) -> bytes:
    """Return the key of a text."""
    return hashlib.blake2b(f"{encoder.name}\0{text}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def _own(texts: Mapping[bytes, str], encoder: Encoder, cache: ArrayCache, progress: Progress) -> Vectors:
    """Return the vectors of the user's cache, with those of these texts by their hash."""
    vectors = _load(encoder, cache)
    if missing := {hash_: text for hash_, text in texts.items() if hash_ not in vectors}:
        vectors |= dict(zip(missing, encode(tuple(missing.values()), encoder, progress), strict=True))
        _store(tuple(texts), vectors, encoder, cache)
    return vectors


def _store(used: Sequence[bytes], vectors: Vectors, encoder: Encoder, cache: ArrayCache) -> None:
    # Other processes may have added vectors. If two write at once, one loses its additions and encodes them again.
    vectors = vectors | _load(encoder, cache)
    order = list(dict.fromkeys((*used, *vectors)))[: max(MAX_VECTORS, len(used))]
    cache.put(_key(encoder), arrays_of({hash_: vectors[hash_] for hash_ in order}))


def _load(encoder: Encoder, cache: ArrayCache) -> Vectors:
    arrays = cache.get(_key(encoder))
    return _valid(arrays) if arrays is not None else {}


def _valid(arrays: Arrays) -> Vectors:
    """Return the undamaged vectors; none if the arrays have other shapes or types."""
    hashes, vectors = arrays.get("hashes"), arrays.get("vectors")
    if hashes is None or vectors is None or hashes.ndim != 2 or vectors.ndim != 2 or len(hashes) != len(vectors):
        return {}
    if hashes.dtype != np.uint8 or hashes.shape[1] != _DIGEST or vectors.dtype != np.int8 or not vectors.shape[1]:
        return {}
    whole = np.flatnonzero(np.abs(vectors.astype(np.int16)).max(axis=1) == LARGEST)
    return {hashes[row].tobytes(): vectors[row] for row in whole}


def _key(encoder: Encoder) -> str:
    return hashlib.sha256(encoder.name.encode()).hexdigest()
