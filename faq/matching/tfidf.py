"""Lexical evidence: which words a question shares with each phrasing, ranking by how telling they are.

Stems ranking by inverse document frequency over entries; repaired words count by how sure the repair is; a
word that no phrasing uses counts against every one. Knows phrasings by number, not what they mean.
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
TELLING = 0.25
"""A word that fewer than this share of all entries use tells them apart."""
UNKNOWN = 1.5
"""Weight of a word without a partner, in those of the rarest known word: off-topic talk scores low by it."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each stem the phrasings that use it, each with the stem's share of its unit vector: two long arrays."""

    spans: dict[str, slice]
    phrasings: npt.NDArray[np.int32]
    shares: Floats

    @classmethod
    def of(cls, vectors: Iterable[Mapping[str, float]]) -> Postings:
        """The postings of the phrasings' vectors, stem to share, in the phrasings' order."""
        at: dict[str, array[int]] = defaultdict(lambda: array("i"))
        given: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for index, vector in enumerate(vectors):
            for found, share in vector.items():
                at[found].append(index)
                given[found].append(share)
        ends = np.cumsum([0, *map(len, at.values())]).tolist()
        spans = {found: slice(start, end) for found, start, end in zip(at, ends[:-1], ends[1:], strict=True)}
        return cls(spans, _chained(at.values(), np.int32), _chained(given.values(), np.float32))

    def __iter__(self) -> Iterator[tuple[npt.NDArray[np.int32], Floats]]:
        return (self.using(found) for found in self.spans)

    def using(self, found: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """The phrasings that use a stem, and its share in each; none for a stem that is not known."""
        span = self.spans.get(found, slice(0, 0))
        return self.phrasings[span], self.shares[span]


@dataclass(frozen=True, slots=True)
class TfidfScorer:
    """An inverted index over the phrasings' stems."""

    weights: dict[str, float]
    postings: Postings
    size: int
    rarest: float
    kind: ScorerConfig = CONFIG

    @classmethod
    def of(cls, phrasings: Sequence[str], labels: Sequence[int], lexicon: Lexicon) -> TfidfScorer:
        """The index of some phrasings; `labels[i]` is the entry that phrasing i stands under."""
        stems = [[stem(word) for word in lexicon.canonical(phrasing)] for phrasing in phrasings]
        weights = _weights(stems, labels)
        postings = Postings.of(_unit({each: weights[each] for each in found}) for found in stems)
        return cls(weights, postings, len(phrasings), max(weights.values(), default=1.0))

    @property
    def made_of(self) -> str:
        """See `Scorer.made_of`."""
        return str(self.kind)

    def similarity(self, reads: tuple[Token, ...]) -> Floats:
        """See `Scorer.near`."""
        return self._gathered(_unit(self._vector(reads)))

    def pairwise(self, rows: slice) -> Floats:
        """See `Scorer.pairwise`."""
        cosines = np.zeros((rows.stop - rows.start, self.size), np.float32)
        for at, shares in self.postings:
            first, last = np.searchsorted(at, (rows.start, rows.stop))
            if first < last:
                cosines[np.ix_(at[first:last] - rows.start, at)] += np.outer(shares[first:last], shares)
        return cosines

    def telling(self, stems: Iterable[str | None]) -> bool:
        """Whether any of the stems tells entries apart."""
        return any(found is not None and self.weights.get(found, 0.0) > -math.log(TELLING) + 1 for found in stems)

    def shared(self, reads: tuple[Token, ...], phrasing: int) -> dict[str, float]:
        """What each word of a question, as read, adds to its nearness to a phrasing."""
        vector = _unit(self._vector(reads))
        shares = {}
        for found, weight in vector.items():
            at, given = self.postings.using(found)
            if (hit := np.flatnonzero(at == phrasing)).size:
                shares[found] = weight * float(given[hit[0]])
        return shares

    def _vector(self, reads: tuple[Token, ...]) -> dict[str, float]:
        vector: dict[str, float] = {}
        for read in reads:
            if read.stem is None:
                vector[f"?{read.typed}"] = UNKNOWN * self.rarest
            else:
                weight = self.weights.get(read.stem, self.rarest) * read.confidence
                vector[read.stem] = max(vector.get(read.stem, 0.0), weight)
        return vector

    def _gathered(self, vector: dict[str, float]) -> Floats:
        cosines = np.zeros(self.size, np.float32)
        for found, weight in vector.items():
            at, shares = self.postings.using(found)
            cosines[at] += np.float32(weight) * shares
        return cosines


def _chained(parts: Iterable[array[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    """Many small arrays as one; of none, an empty one."""
    return np.concatenate([np.empty(0, kind), *(np.frombuffer(part, kind) for part in parts)])


def _weights(stems: Sequence[Sequence[str]], labels: Sequence[int]) -> dict[str, float]:
    """log((1 + entries) / (1 + entries that use the stem)) + 1, the smoothed IDF of scikit-learn, over entries."""
    used: dict[str, set[int]] = defaultdict(set)
    for found, label in zip(stems, labels, strict=True):
        for each in found:
            used[each].add(label)
    entries = len(set(labels))
    return {each: math.log((1 + entries) / (1 + len(by))) + 1 for each, by in used.items()}


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {found: weight / length for found, weight in vector.items()} if length else {}
