"""The vectors of the content's texts: each text is encoded once, and its vector kept for every later content.

A vector is kept under a hash of its text and of the encoder's name, so what is kept holds no words and serves no other
encoder. Only texts of the content come here, never a question.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence

import numpy as np

from faq.matching.cache import ArrayCache, Arrays
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats

MOST = 25_000
"""Vectors that are kept, unless one content has more; those that no content had for longest go first."""
ROUNDED = 1e-3
"""How far from one the length of a vector may be: further, and no encoder made it."""

Known = dict[bytes, Floats]
"""Vectors by the hashes of their texts, those used last first."""

log = logging.getLogger(__name__)


def vectors_of(texts: Sequence[str], encoder: Encoder, cache: ArrayCache) -> Floats:
    """One vector of length one for each text, in order; shape (texts, dimensions)."""
    names = [_hashed(encoder.name, text) for text in texts]
    known = _read(encoder, cache)
    missing = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
    if missing:
        known |= _encoded(missing, encoder)
        _keep(names, known, encoder, cache)
    return np.stack([known[name] for name in names])


def _encoded(texts: Mapping[bytes, str], encoder: Encoder) -> Known:
    if len(texts) > 1000:
        log.info("reading %d texts of the content, once: this can take a minute", len(texts))
    return dict(zip(texts, encoder.encode(tuple(texts.values())), strict=True))


def _keep(names: Sequence[bytes], known: Known, encoder: Encoder, cache: ArrayCache) -> None:
    """Keep what is used now, and of all else that is known as much as there is room for.

    What other processes kept meanwhile is read once more; where two write at once, the one that comes first loses
    what it added, and encodes it anew next time.
    """
    known = known | _read(encoder, cache)
    order = list(dict.fromkeys((*names, *known)))[: max(MOST, len(set(names)))]
    hashes = np.frombuffer(b"".join(order), np.uint8).reshape(len(order), -1)
    cache.keep(_place(encoder), {"hashes": hashes, "vectors": np.stack([known[name] for name in order])})


def _read(encoder: Encoder, cache: ArrayCache) -> Known:
    kept = cache.kept(_place(encoder))
    return _trusted(kept) if kept is not None else {}


def _trusted(kept: Arrays) -> Known:
    """What is what it should be; nothing of arrays that are not ours."""
    hashes, vectors = kept.get("hashes"), kept.get("vectors")
    if hashes is None or vectors is None or hashes.ndim != 2 or vectors.ndim != 2 or len(hashes) != len(vectors):
        return {}
    if hashes.dtype != np.uint8 or vectors.dtype != np.float32:
        return {}
    lengths = np.einsum("ij,ij->i", vectors, vectors)
    whole = np.flatnonzero(np.abs(lengths - 1) < ROUNDED)  # a length that is no number is not near one
    return {hashes[row].tobytes(): vectors[row] for row in whole}


def _place(encoder: Encoder) -> str:
    return hashlib.sha256(encoder.name.encode()).hexdigest()


def _hashed(name: str, text: str) -> bytes:
    """What a text's vector is kept under; the encoder's name and the text are told apart by a letter of neither."""
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).digest()
