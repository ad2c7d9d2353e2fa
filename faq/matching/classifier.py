"""From similarities to phrasings to the probability of each class.

The score of a class is the sum of two views. *Ridge*: kernel ridge regression of one-hot labels on exp(g cosine) - 1,
the radial basis kernel of unit vectors minus its constant part (so a question near no phrasing scores zero), solved on
the nearest phrasings. *Pool*: the cosine with the class's centroid and with its nearest phrasing. A softmax with one
more logit for "none of them" gives probabilities; `calibration` sets its two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from faq.matching.calibration import Calibration, sample
from faq.matching.local_ridge import local_ridge
from faq.matching.scorer import Floats, Labels, Scorer, ScorerConfig, class_starts


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The two views of a question; each of shape (classes,)."""

    ridge: Floats
    pooled: Floats

    @property
    def total(self) -> Floats:
        return np.asarray(self.ridge + self.pooled, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """Classifies questions; the first classes are the entries, the others emergencies, calm messages and chatter."""

    scorers: tuple[Scorer, ...]
    labels: Labels
    lengths: tuple[Floats, ...]
    """Length of each class's sum of phrasing vectors, per scorer; shape (classes,)."""
    calibration: Calibration
    configs: tuple[ScorerConfig, ...]
    """Those of the scorers, whose weights add up to one."""
    starts: Labels
    """The index of each class's first phrasing."""

    @classmethod
    def of(cls, scorers: tuple[Scorer, ...], texts: Sequence[str], labels: Sequence[int], answerable: int) -> Self:
        """Calibrate a classifier of phrasings.

        Args:
            scorers: on these phrasings.
            texts: the phrasings.
            labels: the class of each, ascending.
            answerable: the number of entries; later classes are answered by no entry.

        """
        classes = np.asarray(labels, np.int64)
        lengths = tuple(scorer.lengths(classes) for scorer in scorers)
        uncalibrated = cls(scorers, classes, lengths, Calibration(), _normalised(scorers), class_starts(classes))
        chosen = sample(texts)
        scores = np.stack([uncalibrated.left_out(phrasing).total for phrasing in chosen])
        calibration = Calibration.of(scores, classes[chosen], answerable, len(texts))
        return replace(uncalibrated, calibration=calibration)

    def scores(self, similarities: Sequence[Floats]) -> Scores:
        """Return the raw scores of the classes for a question's similarities, one array per scorer."""
        return Scores(self._ridge(_kernel(self.configs, similarities)), self._pooled(similarities, None))

    def left_out(self, phrasing: int) -> Scores:
        """Return the scores that a phrasing would get as a question if it did not stand in the content."""
        similarities = [scorer.similarity_of(phrasing) for scorer in self.scorers]
        kernel = _kernel(self.configs, similarities)
        kernel[phrasing] = -np.inf
        return Scores(self._ridge(kernel), self._pooled(similarities, phrasing))

    def probabilities(self, scores: Floats) -> Floats:
        """Return the probabilities of the classes; with that of "none of them" they add up to one."""
        probabilities: Floats = self.calibration.softmax(scores[None, :])[0, :-1]
        return probabilities

    def cosines_among(self, phrasings: Labels) -> Floats:
        """Return the cosines of some phrasings with each other, over all scorers by weight; square."""
        weighted = (config.weight * scorer.among(phrasings) for config, scorer in self._pairs())
        return np.asarray(sum(weighted), np.float32)

    def _ridge(self, kernel: Floats) -> Floats:
        def kernel_among(phrasings: Labels) -> Floats:
            return _kernel(self.configs, [scorer.among(phrasings) for scorer in self.scorers])

        return local_ridge(kernel, kernel_among, self.labels)

    def _pooled(self, similarities: Sequence[Floats], without: int | None) -> Floats:
        pooled = (
            config.weight * self._pool(cosines, lengths, config.nearest, without)
            for config, cosines, lengths in zip(self.configs, similarities, self.lengths, strict=True)
        )
        return np.asarray(sum(pooled), np.float32)

    def _pool(self, cosines: Floats, lengths: Floats, nearest: float, without: int | None) -> Floats:
        """Return the similarity of each class by its centroid and its nearest phrasing, one phrasing left out."""
        sums = np.add.reduceat(cosines, self.starts, dtype=np.float64)
        squares = lengths.astype(np.float64) ** 2
        if without is not None:
            own, cosine = self.labels[without], float(cosines[without])
            squares[own] += cosine - 2 * sums[own]
            sums[own] -= cosine
            cosines = cosines.copy()
            cosines[without] = -1.0
        centroid = sums / np.sqrt(np.maximum(squares, 1e-6))
        if not nearest:
            return np.asarray(centroid, np.float32)
        best = np.maximum.reduceat(cosines, self.starts)
        return np.asarray((1 - nearest) * centroid + nearest * best, np.float32)

    def _pairs(self) -> Iterator[tuple[ScorerConfig, Scorer]]:
        return zip(self.configs, self.scorers, strict=True)


def _normalised(scorers: Sequence[Scorer]) -> tuple[ScorerConfig, ...]:
    total = sum(scorer.config.weight for scorer in scorers)
    return tuple(scorer.config.share_of(total) for scorer in scorers)


def _kernel(configs: Sequence[ScorerConfig], similarities: Sequence[Floats]) -> Floats:
    kernels = [
        np.float32(config.weight / np.expm1(config.sharpness)) * np.expm1(np.float32(config.sharpness) * cosines)
        for config, cosines in zip(configs, similarities, strict=True)
    ]
    return np.asarray(sum(kernels), np.float32)
