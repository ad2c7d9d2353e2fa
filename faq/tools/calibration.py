"""Calibration of the scores: of all questions scored about 0.9, are nine in ten right?

Expected calibration error over ten bins of equal width (Naeini, Cooper, Hauskrecht 2015, "Obtaining Well
Calibrated Probabilities Using Bayesian Binning", AAAI, pages 2901-2907).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions with a best score from `low` up to a tenth more."""

    low: float
    questions: int
    score: float
    """Mean score."""
    right: float
    """Share of right questions; equal to `score` if calibrated."""


def bins(scored: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Group pairs of a score from 0 to 1 and whether it was right; omits empty bins."""
    pairs: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        pairs.setdefault(min(int(score * BINS), BINS - 1), []).append((score, right))
    return tuple(_bin(number, pairs[number]) for number in sorted(pairs))


def calibration_error(filled: tuple[Bin, ...]) -> float | None:
    """Return the mean distance between score and share of right questions, from 0 to 1; None without questions."""
    questions = sum(each.questions for each in filled)
    if not questions:
        return None
    return sum(each.questions * abs(each.score - each.right) for each in filled) / questions


def _bin(number: int, pairs: list[tuple[float, bool]]) -> Bin:
    return Bin(number / BINS, len(pairs), fmean(score for score, _ in pairs), fmean(right for _, right in pairs))
