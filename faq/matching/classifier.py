"""The head: from nearness to phrasings to how likely each class is meant. Knows numbers only, no words.

Two views are added. *Ridge*: kernel ridge regression of one-hot labels on exp(g cosine) - 1, the radial basis
kernel of unit vectors less what is the same for all (a question near nothing scores none_logit), solved in closed
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

from faq.matching.diagnostics import Diagnostics, Labels, Siblings
from faq.matching.kernel_ridge import BAND, Kernel
from faq.matching.scorer import Floats, Pairwise, ScorerConfig

RIDGE = 0.1
"""Added to the kernel's diagonal: how far a single phrasing may bend the head."""
OFF_TOPIC = 0.2
"""How many questions on what the FAQ does not cover are expected for each that it does."""
LARGEST_SOLVED = 12_000
"""Phrasings up to which ridge is solved (cubic in them); a larger FAQ is scored by pooling alone."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """A fitted head over `classes` classes, the first `answerable` of which are entries; the others are chatter."""

    configs: tuple[ScorerConfig, ...]
    labels: Labels
    """Class of each phrasing, ascending; shape (phrasings,)."""
    dual: Floats | None
    """Ridge coefficients; shape (phrasings, classes). None where the FAQ is too large to solve."""
    lengths: tuple[Floats, ...]
    """Length of each class's sum of phrasings, per kind of evidence; shape (classes,)."""
    standing: Diagnostics
    temperature: float = 1.0
    none_logit: float = 0.0

    def scores(self, nears: Sequence[Floats]) -> Floats:
        """The raw score of each class for a question's nearness per kind of evidence; shape (classes,)."""
        pooled = sum(
            kind.weight * _pooled(near, self.labels, length, kind.nearest)
            for kind, near, length in zip(self.configs, nears, self.lengths, strict=True)
        )
        if self.dual is None:
            return np.asarray(pooled, np.float32)
        return np.asarray(pooled + _kernel(self.configs, nears) @ self.dual, np.float32)

    def likelihoods(self, scores: Floats) -> Floats:
        """Probabilities of the classes; with that of "none of them" they add up to one."""
        likely: Floats = _softmax(scores[None, :], self.temperature, self.none_logit)[0, :-1]
        return likely

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What was fitted, as arrays that can be kept."""
        fitted = {"lengths": np.stack(self.lengths), "scale": np.array([self.temperature, self.none_logit])}
        return self.standing.arrays() | fitted | ({} if self.dual is None else {"dual": self.dual})

    @classmethod
    def kept(
        cls, configs: Sequence[ScorerConfig], labels: Sequence[int], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> Classifier:
        """The head that `arrays` came from."""
        temperature, none_logit = (float(number) for number in arrays["scale"])
        lengths, classes = tuple(arrays["lengths"]), np.asarray(labels, np.int64)
        standing = Diagnostics.kept(arrays)
        return cls(_shares(configs), classes, arrays.get("dual"), lengths, standing, temperature, none_logit)


def fit(
    configs: Sequence[ScorerConfig], pairwise_similarities: Iterable[Pairwise], labels: Sequence[int], answerable: int
) -> Classifier:
    """Fit a head to the phrasings' nearness among themselves, told for some rows at a time, one function a kind.

    Nothing of the size of all phrasings by all phrasings is held but the kernel, and that only where ridge is
    solved. `labels` ascend.
    """
    shares, classes = _shares(configs), np.asarray(labels, np.int64)
    wanted = _one_hot(classes)
    solved = len(labels) <= LARGEST_SOLVED
    kernel = Kernel.zeros(len(labels) if solved else 0)
    left_out = np.zeros_like(wanted)
    lengths, siblings = [], Siblings.of(classes, answerable)
    for kind, among in zip(shares, pairwise_similarities, strict=True):
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
    temperature, none_logit = _calibrated(left_out, classes, answerable)
    standing = Diagnostics.of(_softmax(left_out, temperature, none_logit), siblings, classes)
    return Classifier(shares, classes, dual, tuple(lengths), standing, temperature, none_logit)


def _shares(configs: Sequence[ScorerConfig]) -> tuple[ScorerConfig, ...]:
    total = sum(kind.weight for kind in configs)
    return tuple(kind.share_of(total) for kind in configs)


def _kernel(configs: Sequence[ScorerConfig], nears: Sequence[Floats]) -> Floats:
    kernels = [
        kind.weight * np.expm1(kind.sharpness * near) / np.expm1(kind.sharpness)
        for kind, near in zip(configs, nears, strict=True)
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


def _lengths(among: Pairwise, labels: Labels, one_hot: Floats) -> Floats:
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


def _softmax(scores: Floats, temperature: float, none_logit: float) -> Floats:
    logits = np.column_stack([scores / temperature, np.full(len(scores), none_logit / temperature)])
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
            (float(t), float(n)): _log_loss(scores, labels, answerable, float(t), float(n))
            for t in temperatures
            for n in logits
        }
        best = min(losses, key=lambda pair: (losses[pair], pair))
        ratio, step = (temperatures[1] / temperatures[0]) ** 0.5, (logits[1] - logits[0]) / 2
        temperatures = best[0] * ratio ** np.linspace(-1, 1, 5)
        logits = best[1] + step * np.linspace(-1, 1, 5)
    return best


def _log_loss(scores: Floats, labels: Labels, answerable: int, temperature: float, none_logit: float) -> float:
    likely = _softmax(scores, temperature, none_logit)
    chatter = labels >= answerable
    right = likely[np.arange(len(labels)), labels]
    right[chatter] = likely[chatter][:, answerable:].sum(axis=1)
    # With its own class struck out, a phrasing is a question that the FAQ does not cover, and a near one.
    struck = scores.copy()
    struck[np.arange(len(labels)), labels] = -np.inf
    none = _softmax(struck, temperature, none_logit)[:, answerable:].sum(axis=1)
    return _mean_log_loss(right) + OFF_TOPIC * _mean_log_loss(none)


def _mean_log_loss(likely: Floats) -> float:
    return float(-np.log(np.maximum(likely, 1e-9)).mean())
