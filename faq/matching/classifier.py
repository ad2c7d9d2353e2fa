"""The head: from nearness to phrasings to how likely each class is meant. Knows numbers only, no words.

Two views are added. *Ridge*: kernel ridge regression of one-hot labels on exp(g cosine) - 1, the radial basis
kernel of unit vectors less what is the same for all (a question near nothing scores nothing), solved in closed
form (Rifkin, Yeo, Poggio 2003, "Regularized least-squares classification"). *Pool*: the cosine with a class's
centroid and with its nearest phrasing. Their sum is turned into probabilities by a softmax with one more logit
for "none of them".

Temperature and that logit are fitted to the scores that each phrasing gets when it is left out, which ridge
regression gives in closed form too: y - a / diag(K^-1). So everything comes from the content alone, and the
same content gives the same head on every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.matching.diagnostics import Labels, Siblings, Standing
from faq.matching.kernel_ridge import BAND, Kernel
from faq.matching.scorer import Among, Floats, Kind

RIDGE = 0.1
"""Added to the kernel's diagonal: how far a single phrasing may bend the head."""
OFF_TOPIC = 0.2
"""How many questions on what the FAQ does not cover are expected for each that it does."""
LARGEST_SOLVED = 12_000
"""Phrasings up to which ridge is solved (cubic in them); a larger FAQ is scored by pooling alone."""


@dataclass(frozen=True, slots=True)
class Head:
    """A fitted head over `classes` classes, the first `answerable` of which are entries; the others are chatter."""

    kinds: tuple[Kind, ...]
    labels: Labels
    """Class of each phrasing, ascending; shape (phrasings,)."""
    dual: Floats | None
    """Ridge coefficients; shape (phrasings, classes). None where the FAQ is too large to solve."""
    lengths: tuple[Floats, ...]
    """Length of each class's sum of phrasings, per kind of evidence; shape (classes,)."""
    standing: Standing
    temperature: float = 1.0
    nothing: float = 0.0

    def scores(self, nears: Sequence[Floats]) -> Floats:
        """The raw score of each class for a question's nearness per kind of evidence; shape (classes,)."""
        pooled = sum(
            kind.weight * _pooled(near, self.labels, length, kind.nearest)
            for kind, near, length in zip(self.kinds, nears, self.lengths, strict=True)
        )
        if self.dual is None:
            return np.asarray(pooled, np.float32)
        return np.asarray(pooled + _kernel(self.kinds, nears) @ self.dual, np.float32)

    def likelihoods(self, scores: Floats) -> Floats:
        """Probabilities of the classes; with that of "none of them" they add up to one."""
        likely: Floats = _softmax(scores[None, :], self.temperature, self.nothing)[0, :-1]
        return likely

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What was fitted, as arrays that can be kept."""
        fitted = {"lengths": np.stack(self.lengths), "scale": np.array([self.temperature, self.nothing])}
        return self.standing.arrays() | fitted | ({} if self.dual is None else {"dual": self.dual})

    @classmethod
    def kept(cls, kinds: Sequence[Kind], labels: Sequence[int], arrays: Mapping[str, npt.NDArray[Any]]) -> Head:
        """The head that `arrays` came from."""
        temperature, nothing = (float(number) for number in arrays["scale"])
        lengths, classes = tuple(arrays["lengths"]), np.asarray(labels, np.int64)
        standing = Standing.kept(arrays)
        return cls(_shares(kinds), classes, arrays.get("dual"), lengths, standing, temperature, nothing)


def fit(kinds: Sequence[Kind], amongs: Iterable[Among], labels: Sequence[int], answerable: int) -> Head:
    """Fit a head to the phrasings' nearness among themselves, told for some rows at a time, one function a kind.

    Nothing of the size of all phrasings by all phrasings is held but the kernel, and that only where ridge is
    solved. `labels` ascend.
    """
    shares, classes = _shares(kinds), np.asarray(labels, np.int64)
    wanted = _one_hot(classes)
    solved = len(labels) <= LARGEST_SOLVED
    kernel = Kernel.zeros(len(labels) if solved else 0)
    left_out = np.zeros_like(wanted)
    lengths, siblings = [], Siblings.of(classes, answerable)
    for kind, among in zip(shares, amongs, strict=True):
        length = _lengths(among, classes, wanted)
        lengths.append(length)
        for rows in _blocks(len(labels)):
            near = among(rows)
            siblings.add(near, rows, kind.weight)
            if solved:
                kernel.add(rows, _kernel((kind,), (near[:, rows.start :],)))
            left_out[rows] += kind.weight * _pooled_without_self(near, rows, classes, wanted, length, kind.nearest)
    dual = None
    if solved:
        dual, ridge = kernel.solve(wanted, RIDGE)
        left_out += ridge
    temperature, nothing = _calibrated(left_out, classes, answerable)
    standing = Standing.of(_softmax(left_out, temperature, nothing), siblings, classes)
    return Head(shares, classes, dual, tuple(lengths), standing, temperature, nothing)


def _shares(kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    total = sum(kind.weight for kind in kinds)
    return tuple(kind.share_of(total) for kind in kinds)


def _kernel(kinds: Sequence[Kind], nears: Sequence[Floats]) -> Floats:
    kernels = [
        kind.weight * np.expm1(kind.sharpness * near) / np.expm1(kind.sharpness)
        for kind, near in zip(kinds, nears, strict=True)
    ]
    return np.asarray(sum(kernels), np.float32)


def _one_hot(labels: Labels) -> Floats:
    return np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]


def _pooled(near: Floats, labels: Labels, lengths: Floats, nearest: float) -> Floats:
    centroid = np.bincount(labels, weights=near, minlength=len(lengths)) / lengths
    if not nearest:
        return np.asarray(centroid, np.float32)
    best = np.maximum.reduceat(near, _starts(labels))
    return np.asarray((1 - nearest) * centroid + nearest * best, np.float32)


def _lengths(among: Among, labels: Labels, one_hot: Floats) -> Floats:
    squares = np.zeros(one_hot.shape[1])
    for rows in _blocks(len(labels)):
        sums = among(rows) @ one_hot
        np.add.at(squares, labels[rows], sums[np.arange(len(sums)), labels[rows]])
    return np.sqrt(np.maximum(squares, 1e-6)).astype(np.float32)


def _pooled_without_self(
    near: Floats, rows: slice, labels: Labels, one_hot: Floats, lengths: Floats, nearest: float
) -> Floats:
    """`_pooled` for the phrasings in some rows, with each taken out of its own class. Uses `near` up."""
    at, own = np.arange(len(near)), labels[rows]
    here = np.arange(len(labels))[rows]
    itself = near[at, here]
    sums = near @ one_hot
    squares = np.tile(lengths**2, (len(near), 1))
    squares[at, own] += itself - 2 * sums[at, own]
    sums[at, own] -= itself
    centroid = sums / np.sqrt(np.maximum(squares, 1e-6))
    near[at, here] = -1.0
    best = np.maximum.reduceat(near, _starts(labels), axis=1)
    return np.asarray((1 - nearest) * centroid + nearest * best, np.float32)


def _blocks(size: int) -> Iterator[slice]:
    """Rows a few at a time, whole bands of a kernel."""
    return (slice(start, min(start + 2 * BAND, size)) for start in range(0, size, 2 * BAND))


def _starts(labels: Labels) -> Labels:
    """Where each class begins among the ascending labels."""
    return np.flatnonzero(np.diff(labels, prepend=-1))


def _softmax(scores: Floats, temperature: float, nothing: float) -> Floats:
    logits = np.column_stack([scores / temperature, np.full(len(scores), nothing / temperature)])
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _calibrated(scores: Floats, labels: Labels, answerable: int) -> tuple[float, float]:
    """The temperature and "none" logit under which the left-out phrasings are most likely.

    A chatter phrasing counts as "none of them" whichever chatter class it falls into. Two numbers, a smooth
    valley: a grid that is narrowed three times finds it without a solver.
    """
    temperatures, logits = np.geomspace(0.02, 0.6, 9), np.linspace(0.0, 1.2, 9)
    best = (0.1, 0.4)
    for _ in range(3):
        losses = {
            (float(t), float(n)): _surprise(scores, labels, answerable, float(t), float(n))
            for t in temperatures
            for n in logits
        }
        best = min(losses, key=lambda pair: (losses[pair], pair))
        ratio, step = (temperatures[1] / temperatures[0]) ** 0.5, (logits[1] - logits[0]) / 2
        temperatures = best[0] * ratio ** np.linspace(-1, 1, 5)
        logits = best[1] + step * np.linspace(-1, 1, 5)
    return best


def _surprise(scores: Floats, labels: Labels, answerable: int, temperature: float, nothing: float) -> float:
    likely = _softmax(scores, temperature, nothing)
    chatter = labels >= answerable
    right = likely[np.arange(len(labels)), labels]
    right[chatter] = likely[chatter][:, answerable:].sum(axis=1)
    # With its own class struck out, a phrasing is a question that the FAQ does not cover, and a near one.
    struck = scores.copy()
    struck[np.arange(len(labels)), labels] = -np.inf
    none = _softmax(struck, temperature, nothing)[:, answerable:].sum(axis=1)
    return _mean_surprise(right) + OFF_TOPIC * _mean_surprise(none)


def _mean_surprise(likely: Floats) -> float:
    return float(-np.log(np.maximum(likely, 1e-9)).mean())
