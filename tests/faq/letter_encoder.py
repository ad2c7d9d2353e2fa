"""A small real encoder: texts as counts of their letter trigrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from faq.matching.scorer import Floats

DIMENSIONS = 512


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts with common trigrams are similar, whatever their words."""

    name: str = "letters"
    words: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text} "
            for at in range(len(padded) - 2):
                vectors[row, crc32(padded[at : at + 3].encode()) % DIMENSIONS] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
