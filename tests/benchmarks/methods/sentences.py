"""The sentence encoder alone: the mean of the cosines with an entry's nearest phrasing and with its centroid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import embed
from faq.matching.encoder import packaged_encoder
from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class Sentences:
    def build(self, known: Known) -> Rank:
        """See `Method.build`."""
        encoder, (texts, entries) = packaged_encoder(), known.phrasings()
        vectors = embed(texts, encoder, ArrayCache(known.cache).subcache("vectors")).unit()
        starts = np.flatnonzero(np.diff(entries, prepend=-1))
        sums = np.add.reduceat(vectors, starts)
        centroids = sums / np.linalg.norm(sums, axis=1, keepdims=True)

        def rank(question: str) -> list[float]:
            vector = encoder.encode([question])[0]
            nearest = np.maximum.reduceat(vectors @ vector, starts)
            return [float(score) for score in (nearest + centroids @ vector) / 2]

        return rank


METHOD = Sentences()
