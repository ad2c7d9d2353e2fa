"""A small real scorer: phrasings and questions are given as unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faq.matching.scorer import Floats, Labels, ScorerConfig
from faq.matching.spelling import Token

WORDS = ScorerConfig("words", weight=1.0, sharpness=2.0, nearest=0.0)
SENSE = ScorerConfig("sense", weight=3.0, sharpness=4.0, nearest=0.5)
LABELS = (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3)
ANSWERABLE = 3
"""Classes 0 to 2 are entries, class 3 is chatter."""


@dataclass(frozen=True, slots=True, eq=False)
class FixedScorer:
    """Cosines of given vectors; a question is the number of a phrasing."""

    vectors: Floats
    config: ScorerConfig = WORDS

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        return self.similarity_of(int(tokens[0].typed))

    def similarity_of(self, phrasing: int) -> Floats:
        cosines: Floats = self.vectors @ self.vectors[phrasing]
        return cosines

    def among(self, phrasings: Labels) -> Floats:
        cosines: Floats = self.vectors[phrasings] @ self.vectors[phrasings].T
        return cosines

    def lengths(self, labels: Labels) -> Floats:
        sums = [self.vectors[labels == label].sum(axis=0) for label in range(int(labels[-1]) + 1)]
        return np.asarray(np.linalg.norm(np.stack(sums), axis=1), np.float32)

    def without(self, phrasing: int) -> FixedScorer:
        return FixedScorer(np.delete(self.vectors, phrasing, axis=0), self.config)

    def in_order(self, order: Sequence[int]) -> FixedScorer:
        return FixedScorer(self.vectors[list(order)], self.config)


def directions(labels: Sequence[int], seed: int, size: int = 8) -> Floats:
    """Return unit vectors that cluster by class."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(max(labels) + 1, size))
    vectors = centres[list(labels)] + random.normal(scale=0.4, size=(len(labels), size))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def scorers(*configs: ScorerConfig, seed: int = 1, labels: Sequence[int] = LABELS) -> tuple[FixedScorer, ...]:
    """Return a scorer for each config, each with vectors of its own."""
    return tuple(FixedScorer(directions(labels, seed + n), config) for n, config in enumerate(configs))
