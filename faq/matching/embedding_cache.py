"""Caches the embedding of each phrasing across content versions.

Keys are hashes of the encoder's name and the text, so the cache holds no text and mixes no encoders. Questions are
never cached.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence

import numpy as np

from faq.matching.cache import ArrayCache, Arrays
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats

MAX_VECTORS = 40_000
"""Vectors stored, unless one content has more; the least recently used are evicted."""
LENGTH_TOLERANCE = 1e-3
"""A vector whose squared length differs more from one is damaged."""

Vectors = dict[bytes, Floats]
"""Vectors by the hash of their text, the most recently used first."""

log = logging.getLogger(__name__)


def embed(texts: Sequence[str], encoder: Encoder, cache: ArrayCache) -> Floats:
    """Return one unit vector per text, in order; shape (texts, dimensions)."""
    hashes = [_hash(encoder.name, text) for text in texts]
    vectors = _load(encoder, cache)
    missing = {hash_: text for hash_, text in zip(hashes, texts, strict=True) if hash_ not in vectors}
    if missing:
        vectors |= _encode(missing, encoder)
        _store(hashes, vectors, encoder, cache)
    return np.stack([vectors[hash_] for hash_ in hashes])


def _encode(texts: Mapping[bytes, str], encoder: Encoder) -> Vectors:
    if len(texts) > 1000:
        log.info("encoding %d texts of the content; this happens once and can take a minute", len(texts))
    return dict(zip(texts, encoder.encode(tuple(texts.values())), strict=True))


def _store(used: Sequence[bytes], vectors: Vectors, encoder: Encoder, cache: ArrayCache) -> None:
    # Other processes may have added vectors. If two write at once, one loses its additions and encodes them again.
    vectors = vectors | _load(encoder, cache)
    order = list(dict.fromkeys((*used, *vectors)))[: max(MAX_VECTORS, len(set(used)))]
    hashes = np.frombuffer(b"".join(order), np.uint8).reshape(len(order), -1)
    cache.put(_key(encoder), {"hashes": hashes, "vectors": np.stack([vectors[hash_] for hash_ in order])})


def _load(encoder: Encoder, cache: ArrayCache) -> Vectors:
    arrays = cache.get(_key(encoder))
    return _valid(arrays) if arrays is not None else {}


def _valid(arrays: Arrays) -> Vectors:
    """Return the undamaged vectors; none if the arrays have other shapes or types."""
    hashes, vectors = arrays.get("hashes"), arrays.get("vectors")
    if hashes is None or vectors is None or hashes.ndim != 2 or vectors.ndim != 2 or len(hashes) != len(vectors):
        return {}
    if hashes.dtype != np.uint8 or vectors.dtype != np.float32:
        return {}
    lengths = np.einsum("ij,ij->i", vectors, vectors)
    unit = np.flatnonzero(np.abs(lengths - 1) < LENGTH_TOLERANCE)  # false for NaN
    return {hashes[row].tobytes(): vectors[row] for row in unit}


def _key(encoder: Encoder) -> str:
    return hashlib.sha256(encoder.name.encode()).hexdigest()


def _hash(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).digest()
