"""Scorer by shared words: TF-IDF cosine on an inverted index of stems.

The IDF is over entries, not phrasings. A corrected word counts by the confidence of its correction; an unknown word
lowers the similarity to every phrasing.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats, ScorerConfig
from faq.matching.spelling import Lexicon, Token, stem

CONFIG = ScorerConfig("words", weight=0.4, sharpness=2.0, nearest=0.0)
RARE = 0.25
"""A rare word is used by fewer than this share of the entries."""
UNKNOWN_WEIGHT = 1.5
"""Weight of an unknown word, relative to the rarest known one: off-topic questions score low by it."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each stem the phrasings that use it, with its share of each unit vector: slices of two long arrays."""

    spans: dict[str, slice]
    phrasings: npt.NDArray[np.int32]
    shares: Floats

    @classmethod
    def of(cls, vectors: Iterable[Mapping[str, float]]) -> Postings:
        """Index the phrasings' vectors (stem to share), in the phrasings' order."""
        phrasings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        shares: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for index, vector in enumerate(vectors):
            for stem_, share in vector.items():
                phrasings[stem_].append(index)
                shares[stem_].append(share)
        ends = np.cumsum([0, *map(len, phrasings.values())]).tolist()
        spans = {stem_: slice(start, end) for stem_, start, end in zip(phrasings, ends[:-1], ends[1:], strict=True)}
        return cls(spans, _concatenated(phrasings.values(), np.int32), _concatenated(shares.values(), np.float32))

    def __iter__(self) -> Iterator[tuple[npt.NDArray[np.int32], Floats]]:
        return (self.using(stem_) for stem_ in self.spans)

    def using(self, stem_: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """Return the phrasings that use a stem and its share in each; empty for an unknown stem."""
        span = self.spans.get(stem_, slice(0, 0))
        return self.phrasings[span], self.shares[span]


@dataclass(frozen=True, slots=True)
class TfidfScorer:
    """An inverted index over the phrasings' stems."""

    weights: dict[str, float]
    postings: Postings
    size: int
    max_weight: float
    config: ScorerConfig = CONFIG

    @classmethod
    def of(cls, phrasings: Sequence[str], labels: Sequence[int], lexicon: Lexicon) -> TfidfScorer:
        """Index phrasings; `labels[i]` is the class of phrasing i."""
        stems = [[stem(word) for word in lexicon.canonical(phrasing)] for phrasing in phrasings]
        weights = _weights(stems, labels)
        postings = Postings.of(_unit({stem_: weights[stem_] for stem_ in used}) for used in stems)
        return cls(weights, postings, len(phrasings), max(weights.values(), default=1.0))

    @property
    def cache_key(self) -> str:
        """See `Scorer.cache_key`."""
        return str(self.config)

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        """See `Scorer.similarity`."""
        cosines = np.zeros(self.size, np.float32)
        for stem_, weight in _unit(self._vector(tokens)).items():
            phrasings, shares = self.postings.using(stem_)
            cosines[phrasings] += np.float32(weight) * shares
        return cosines

    def pairwise(self, rows: slice) -> Floats:
        """See `Scorer.pairwise`."""
        cosines = np.zeros((rows.stop - rows.start, self.size), np.float32)
        for phrasings, shares in self.postings:
            first, last = np.searchsorted(phrasings, (rows.start, rows.stop))
            if first < last:
                cosines[np.ix_(phrasings[first:last] - rows.start, phrasings)] += np.outer(shares[first:last], shares)
        return cosines

    def has_rare_word(self, stems: Iterable[str | None]) -> bool:
        """Whether any of the stems is used by few entries."""
        return any(each is not None and self.weights.get(each, 0.0) > -math.log(RARE) + 1 for each in stems)

    def shared(self, tokens: tuple[Token, ...], phrasing: int) -> dict[str, float]:
        """Return what each stem of a question adds to its cosine with a phrasing."""
        contributions = {}
        for stem_, weight in _unit(self._vector(tokens)).items():
            phrasings, shares = self.postings.using(stem_)
            if (hit := np.flatnonzero(phrasings == phrasing)).size:
                contributions[stem_] = weight * float(shares[hit[0]])
        return contributions

    def _vector(self, tokens: tuple[Token, ...]) -> dict[str, float]:
        vector: dict[str, float] = {}
        for token in tokens:
            if token.stem is None:
                vector[f"?{token.typed}"] = UNKNOWN_WEIGHT * self.max_weight
            else:
                weight = self.weights.get(token.stem, self.max_weight) * token.confidence
                vector[token.stem] = max(vector.get(token.stem, 0.0), weight)
        return vector


def _concatenated(parts: Iterable[array[Any]], dtype: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, dtype), *(np.frombuffer(part, dtype) for part in parts)])


def _weights(stems: Sequence[Sequence[str]], labels: Sequence[int]) -> dict[str, float]:
    """Return log((1 + classes) / (1 + classes that use the stem)) + 1: scikit-learn's smoothed IDF over classes."""
    classes: dict[str, set[int]] = defaultdict(set)
    for used, label in zip(stems, labels, strict=True):
        for stem_ in used:
            classes[stem_].add(label)
    total = len(set(labels))
    return {stem_: math.log((1 + total) / (1 + len(using))) + 1 for stem_, using in classes.items()}


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {stem_: weight / length for stem_, weight in vector.items()} if length else {}
