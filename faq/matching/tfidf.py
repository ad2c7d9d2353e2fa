"""Scorer by shared words: TF-IDF cosine on an inverted index of stems.

The IDF is over entries, not phrasings. A corrected word counts by the confidence of its correction; an unknown word
lowers the similarity to every phrasing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats, Labels, ScorerConfig
from faq.matching.spelling import Lexicon, Token, stem

CONFIG = ScorerConfig("words", weight=0.4, sharpness=2.0, nearest=0.0)
RARE = 0.25
"""A rare word is used by fewer than this share of the entries."""
UNKNOWN_WEIGHT = 1.5
"""Weight of an unknown word, relative to the rarest known one: off-topic questions score low by it."""

Indices = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """A sparse matrix in compressed rows: row r has its values in `values[starts[r]:starts[r + 1]]`."""

    starts: Labels
    columns: Indices
    values: Floats

    @classmethod
    def of(cls, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], values: Floats, size: int) -> Sparse:
        """Make a matrix of `size` rows from the row, column and value of each element."""
        order = np.argsort(rows, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))])
        return cls(starts, columns[order].astype(np.int32), values[order])

    def row(self, at: int) -> tuple[Indices, Floats]:
        """Return the columns and values of a row."""
        span = slice(self.starts[at], self.starts[at + 1])
        return self.columns[span], self.values[span]

    def gram(self, rows: Labels) -> Floats:
        """Return the products of some rows, unit vectors, with each other; square."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        at = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - self.starts[rows], sizes)
        columns = self.columns[at]
        shared = np.bincount(columns) > 1  # a column of one row alone adds to the diagonal only, which is known
        dense = np.zeros((len(rows), int(shared.sum())), np.float32)
        places, kept = np.cumsum(shared) - 1, shared[columns]
        dense[np.repeat(np.arange(len(rows)), sizes)[kept], places[columns[kept]]] = self.values[at[kept]]
        products = dense @ dense.T
        np.fill_diagonal(products, 1)
        return np.asarray(products, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class TfidfScorer:
    """The phrasings' unit vectors over stems, by phrasing and by stem."""

    stems: dict[str, int]
    """The column of each stem."""
    weights: Floats
    """The IDF of each stem."""
    phrasings: Sparse
    postings: Sparse
    """The same by stem: the phrasings that use it, with its share of each vector."""
    config: ScorerConfig = CONFIG

    @classmethod
    def of(cls, phrasings: Sequence[str], labels: Sequence[int], lexicon: Lexicon) -> TfidfScorer:
        """Index phrasings; `labels[i]` is the class of phrasing i."""
        used = [dict.fromkeys(stem(word) for word in lexicon.canonical(phrasing)) for phrasing in phrasings]
        stems = {each: at for at, each in enumerate(dict.fromkeys(each for stems in used for each in stems))}
        rows = np.repeat(np.arange(len(used)), [len(each) for each in used])
        columns = np.fromiter((stems[each] for stems_ in used for each in stems_), np.int64, len(rows))
        weights = _idf(columns, np.asarray(labels)[rows], len(stems))
        shares = weights[columns]
        lengths = np.sqrt(np.bincount(rows, shares**2, minlength=len(used)))
        shares = (shares / lengths[rows]).astype(np.float32)
        by_phrasing = Sparse.of(rows, columns, shares, len(used))
        return cls(stems, weights, by_phrasing, Sparse.of(columns, rows, shares, len(stems)))

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        """See `Scorer.similarity`."""
        return self._cosines((self.stems[stem_], share) for stem_, share in self._unit(tokens) if stem_ in self.stems)

    def similarity_of(self, phrasing: int) -> Floats:
        """See `Scorer.similarity_of`."""
        return self._cosines(zip(*self.phrasings.row(phrasing), strict=True))

    def among(self, phrasings: Labels) -> Floats:
        """See `Scorer.among`."""
        return self.phrasings.gram(phrasings)

    def lengths(self, labels: Labels) -> Floats:
        """See `Scorer.lengths`."""
        classes, stems = int(labels[-1]) + 1, len(self.stems)
        of_element = np.repeat(labels, np.diff(self.phrasings.starts))
        sums = np.bincount(of_element * stems + self.phrasings.columns, self.phrasings.values, classes * stems)
        return np.asarray(np.linalg.norm(sums.reshape(classes, stems), axis=1), np.float32)

    def has_rare_word(self, stems: Iterable[str | None]) -> bool:
        """Whether any of the stems is used by few entries."""
        known = (self.weights[self.stems[each]] for each in stems if each in self.stems)
        return any(weight > -math.log(RARE) + 1 for weight in known)

    def shared(self, tokens: tuple[Token, ...], phrasing: int) -> dict[str, float]:
        """Return what each stem of a question adds to its cosine with a phrasing."""
        shares = dict(zip(*self.phrasings.row(phrasing), strict=True))
        own = ((stem_, share, shares.get(self.stems.get(stem_, -1))) for stem_, share in self._unit(tokens))
        return {stem_: share * float(other) for stem_, share, other in own if other is not None}

    def _cosines(self, vector: Iterable[tuple[int, float]]) -> Floats:
        cosines = np.zeros(len(self.phrasings.starts) - 1, np.float32)
        for column, share in vector:
            phrasings, shares = self.postings.row(column)
            cosines[phrasings] += np.float32(share) * shares
        return cosines

    def _unit(self, tokens: tuple[Token, ...]) -> Iterable[tuple[str, float]]:
        """Return the stems of a question with their shares of its unit vector; unknown words are stems too."""
        vector = self._vector(tokens)
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        return ((stem_, weight / length) for stem_, weight in vector.items()) if length else ()

    def _vector(self, tokens: tuple[Token, ...]) -> dict[str, float]:
        vector: dict[str, float] = {}
        rarest = float(self.weights.max(initial=1.0))
        for token in tokens:
            if token.stem is None:
                vector[f"?{token.typed}"] = UNKNOWN_WEIGHT * rarest
            else:
                known = self.stems.get(token.stem)
                weight = (rarest if known is None else float(self.weights[known])) * token.confidence
                vector[token.stem] = max(vector.get(token.stem, 0.0), weight)
        return vector


def _idf(columns: npt.NDArray[np.int64], labels: npt.NDArray[np.int64], stems: int) -> Floats:
    """Return log((1 + classes) / (1 + classes that use the stem)) + 1: scikit-learn's smoothed IDF over classes."""
    classes = int(labels.max(initial=0)) + 1
    using = np.bincount(np.unique(columns * classes + labels) // classes, minlength=stems)
    return np.asarray(np.log((1 + len(np.unique(labels))) / (1 + using)) + 1, np.float32)
