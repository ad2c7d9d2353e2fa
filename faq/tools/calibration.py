"""How far a score can be trusted: of all questions scored about 0.9, are nine in ten right? Knows numbers only.

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
    """The questions whose best score lies from `low` up to a tenth more."""

    low: float
    questions: int
    score: float
    """Their mean score."""
    right: float
    """The share of them that is right; the score's own value if it is calibrated."""


def bins(told: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Pairs of a score from 0 to 1 and whether it was right, as bins from low to high; empty ones are left out."""
    gathered: dict[int, list[tuple[float, bool]]] = {}
    for score, right in told:
        gathered.setdefault(min(int(score * BINS), BINS - 1), []).append((score, right))
    return tuple(_bin(number, gathered[number]) for number in sorted(gathered))


def calibration_error(filled: tuple[Bin, ...]) -> float | None:
    """The mean distance of a score from the share that is right, from 0 to 1; None where nothing was told."""
    questions = sum(each.questions for each in filled)
    if not questions:
        return None
    return sum(each.questions * abs(each.score - each.right) for each in filled) / questions


def _bin(number: int, told: list[tuple[float, bool]]) -> Bin:
    return Bin(number / BINS, len(told), fmean(score for score, _ in told), fmean(right for _, right in told))
