"""From similarities to phrasings to the probability of each class.

The score of a class is the sum of two views. *Ridge*: kernel ridge regression of one-hot labels on exp(g cosine) - 1,
the radial basis kernel of unit vectors minus its constant part (so a question near no phrasing scores zero), solved in
closed form (Rifkin, Yeo, Poggio 2003, "Regularized least-squares classification"). *Pool*: the cosine with the class's
centroid and with its nearest phrasing. A softmax with one more logit for "none of them" gives probabilities.

The temperature and that logit are calibrated on the leave-one-out scores of the phrasings, which ridge regression also
gives in closed form, y - a / diag(K^-1). So everything comes from the content alone, and the fit is deterministic.
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
"""Regularisation, added to the kernel's diagonal: limits the influence of a single phrasing."""
OFF_TOPIC = 0.2
"""Expected ratio of questions that the FAQ does not cover to those that it does."""
LEAST_TEMPERATURE = 0.1
"""Below it, probabilities are all or nothing; the packaged content has this one."""
SHYNESS = 0.15
"""Added to the logit of "none of them" for a FAQ of some `MANY` phrasings; more for a smaller one."""
MANY = 700
MAX_SOLVED = 30_000
"""Phrasings up to which ridge is solved (cubic in their number); a larger FAQ is scored by pooling alone."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """A fitted classifier; the first classes are the entries, the others emergencies, calm messages and chatter."""

    configs: tuple[ScorerConfig, ...]
    labels: Labels
    """Class of each phrasing, ascending; shape (phrasings,)."""
    dual: Floats | None
    """Ridge coefficients; shape (phrasings, classes). None if the FAQ is too large to solve."""
    lengths: tuple[Floats, ...]
    """Length of each class's sum of phrasing vectors, per scorer; shape (classes,)."""
    diagnostics: Diagnostics
    temperature: float = 1.0
    none_logit: float = 0.0

    def scores(self, similarities: Sequence[Floats]) -> Floats:
        """Return the raw score of each class for a question's similarities, one array per scorer; shape (classes,)."""
        pooled = sum(
            config.weight * _pooled(cosines, self.labels, lengths, config.nearest)
            for config, cosines, lengths in zip(self.configs, similarities, self.lengths, strict=True)
        )
        return np.asarray(pooled + self.ridge(similarities), np.float32)

    def ridge(self, similarities: Sequence[Floats]) -> Floats:
        """Return the part of each class's score that ridge regression gives; zero if the FAQ is too large to solve."""
        if self.dual is None:
            return np.zeros(len(self.lengths[0]), np.float32)
        return np.asarray(_kernel(self.configs, similarities) @ self.dual, np.float32)

    def probabilities(self, scores: Floats) -> Floats:
        """Return the probabilities of the classes; with that of "none of them" they add up to one."""
        probabilities: Floats = _softmax(scores[None, :], self.temperature, self.none_logit)[0, :-1]
        return probabilities

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the fitted numbers as arrays for the cache."""
        fitted = {"lengths": np.stack(self.lengths), "scale": np.array([self.temperature, self.none_logit])}
        return self.diagnostics.arrays() | fitted | ({} if self.dual is None else {"dual": self.dual})

    @staticmethod
    def fits(scorers: int, labels: Sequence[int], arrays: Mapping[str, npt.NDArray[Any]]) -> bool:
        """Return whether cached arrays have the shapes of a classifier of so many scorers and these labels."""
        phrasings, classes = len(labels), max(labels, default=-1) + 1
        shapes = {"lengths": (scorers, classes), "scale": (2,), **dict.fromkeys(Diagnostics.names(), (phrasings,))}
        shapes |= {"dual": (phrasings, classes)} if phrasings <= MAX_SOLVED else {}
        return {name: array.shape for name, array in arrays.items()} == shapes

    @classmethod
    def from_arrays(
        cls, configs: Sequence[ScorerConfig], labels: Sequence[int], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> Classifier:
        """Restore a classifier from its arrays."""
        temperature, none_logit = (float(number) for number in arrays["scale"])
        lengths, classes = tuple(arrays["lengths"]), np.asarray(labels, np.int64)
        diagnostics = Diagnostics.from_arrays(arrays)
        return cls(_normalised(configs), classes, arrays.get("dual"), lengths, diagnostics, temperature, none_logit)


def fit(
    configs: Sequence[ScorerConfig], pairwise: Iterable[Pairwise], labels: Sequence[int], answerable: int
) -> Classifier:
    """Fit a classifier to the phrasings' similarities to each other.

    Args:
        configs: one per scorer.
        pairwise: `Scorer.pairwise` of each scorer.
        labels: the class of each phrasing, ascending.
        answerable: the number of entries; later classes are answered by no entry.

    """
    # The only array of phrasings x phrasings in memory is the kernel, and only if ridge is solved.
    normalised, classes = _normalised(configs), np.asarray(labels, np.int64)
    one_hot = _one_hot(classes)
    solved = len(labels) <= MAX_SOLVED
    kernel = Kernel.zeros(len(labels) if solved else 0)
    left_out = np.zeros_like(one_hot)
    lengths, siblings = [], Siblings.of(classes, answerable)
    for config, cosines_of in zip(normalised, pairwise, strict=True):
        class_lengths = _lengths(cosines_of, classes, one_hot)
        lengths.append(class_lengths)
        for rows in _blocks(len(labels)):
            cosines = cosines_of(rows)
            siblings.add(cosines, rows, config.weight)
            if solved:
                kernel.add(rows, _kernel((config,), (cosines[:, rows.start :],)))
            pooled = _pooled_without_self(cosines, rows, classes, one_hot, class_lengths, config.nearest)
            left_out[rows] += config.weight * pooled
    dual = None
    if solved:
        dual, ridge = kernel.solve(one_hot, RIDGE)
        left_out += ridge
    temperature, none_logit = _modest(*_calibrate(left_out, classes, answerable), len(labels))
    diagnostics = Diagnostics.of(_softmax(left_out, temperature, none_logit), siblings, classes)
    return Classifier(normalised, classes, dual, tuple(lengths), diagnostics, temperature, none_logit)


def _normalised(configs: Sequence[ScorerConfig]) -> tuple[ScorerConfig, ...]:
    total = sum(config.weight for config in configs)
    return tuple(config.share_of(total) for config in configs)


def _kernel(configs: Sequence[ScorerConfig], similarities: Sequence[Floats]) -> Floats:
    kernels = [
        config.weight * np.expm1(config.sharpness * cosines) / np.expm1(config.sharpness)
        for config, cosines in zip(configs, similarities, strict=True)
    ]
    return np.asarray(sum(kernels), np.float32)


def _one_hot(labels: Labels) -> Floats:
    return np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]


def _pooled(cosines: Floats, labels: Labels, lengths: Floats, nearest: float) -> Floats:
    centroid = np.bincount(labels, weights=cosines, minlength=len(lengths)) / lengths
    if not nearest:
        return np.asarray(centroid, np.float32)
    best = np.maximum.reduceat(cosines, _starts(labels))
    return np.asarray((1 - nearest) * centroid + nearest * best, np.float32)


def _lengths(cosines_of: Pairwise, labels: Labels, one_hot: Floats) -> Floats:
    squares = np.zeros(one_hot.shape[1])
    for rows in _blocks(len(labels)):
        sums = cosines_of(rows) @ one_hot
        np.add.at(squares, labels[rows], sums[np.arange(len(sums)), labels[rows]])
    return np.sqrt(np.maximum(squares, 1e-6)).astype(np.float32)


def _pooled_without_self(
    cosines: Floats, rows: slice, labels: Labels, one_hot: Floats, lengths: Floats, nearest: float
) -> Floats:
    """`_pooled` for a range of phrasings, each left out of its own class. Overwrites `cosines`."""
    at, own = np.arange(len(cosines)), labels[rows]
    columns = np.arange(len(labels))[rows]
    self_cosines = cosines[at, columns]
    sums = cosines @ one_hot
    squares = np.tile(lengths**2, (len(cosines), 1))
    squares[at, own] += self_cosines - 2 * sums[at, own]
    sums[at, own] -= self_cosines
    centroid = sums / np.sqrt(np.maximum(squares, 1e-6))
    cosines[at, columns] = -1.0
    best = np.maximum.reduceat(cosines, _starts(labels), axis=1)
    return np.asarray((1 - nearest) * centroid + nearest * best, np.float32)


def _blocks(size: int) -> Iterator[slice]:
    """Split the rows into blocks of two kernel bands."""
    return (slice(start, min(start + 2 * BAND, size)) for start in range(0, size, 2 * BAND))


def _starts(labels: Labels) -> Labels:
    """Return the index of each class's first phrasing."""
    return np.flatnonzero(np.diff(labels, prepend=-1))


def _softmax(scores: Floats, temperature: float, none_logit: float) -> Floats:
    logits = np.column_stack([scores / temperature, np.full(len(scores), none_logit / temperature)])
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _calibrate(scores: Floats, labels: Labels, answerable: int) -> tuple[float, float]:
    """Return the temperature and the "none" logit with the least leave-one-out log loss."""
    # Two numbers and a smooth valley: a grid that is narrowed three times finds the minimum without a solver.
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


def _modest(temperature: float, none_logit: float, phrasings: int) -> tuple[float, float]:
    """Return a calibration that is less sure of itself the fewer phrasings it is from.

    Few phrasings look well apart from each other, and say little of what else people write. Measured on FAQs of 5 to 35
    entries with 5 to 20 phrasings each, cut from CLINC150 and BANKING77: of questions on other subjects 17 % are
    answered, in place of 32 %, and of their own 88 %, in place of 93 %.
    """
    shyness = SHYNESS * (MANY / phrasings) ** 0.25 - SHYNESS / 3
    return max(temperature, LEAST_TEMPERATURE), none_logit + max(shyness, 0.0)


def _log_loss(scores: Floats, labels: Labels, answerable: int, temperature: float, none_logit: float) -> float:
    probabilities = _softmax(scores, temperature, none_logit)
    chatter = labels >= answerable
    right = probabilities[np.arange(len(labels)), labels]
    # A chatter phrasing may be any chatter class, or none.
    right[chatter] = probabilities[chatter][:, answerable:].sum(axis=1)
    # Without its own class, a phrasing is a near-miss question that the FAQ does not cover.
    masked = scores.copy()
    masked[np.arange(len(labels)), labels] = -np.inf
    none = _softmax(masked, temperature, none_logit)[:, answerable:].sum(axis=1)
    return _mean_log_loss(right) + OFF_TOPIC * _mean_log_loss(none)


def _mean_log_loss(probabilities: Floats) -> float:
    return float(-np.log(np.maximum(probabilities, 1e-9)).mean())
