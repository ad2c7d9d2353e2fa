"""Computes the figures of a method on a question set from its rankings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a method ranked one question."""

    accept: frozenset[str]
    """The correct entries; empty for a question out of scope."""
    first: tuple[str, ...]
    """The first few entries, best first."""
    score: float
    """Confidence that the question can be answered, on any scale; minus infinity if it is rejected."""

    @property
    def right(self) -> bool:
        return self.among(1)

    def among(self, count: int) -> bool:
        """Return whether a correct entry is among the first few."""
        return not self.accept.isdisjoint(self.first[:count])


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; None if the set has no questions for the figure."""

    first: float | None
    among_three: float | None
    with_typos: float | None
    auroc: float | None
    right_at_80: float | None
    right_at_95: float | None


def figures(inside: Sequence[Ranked], outside: Sequence[Ranked], typed: Sequence[Ranked]) -> Figures:
    """Return the figures of questions in scope, out of scope, and in scope with typos."""
    scores = [ranked.score for ranked in outside]
    return Figures(
        share([ranked.right for ranked in inside]),
        share([ranked.among(3) for ranked in inside]),
        share([ranked.right for ranked in typed]),
        auroc([ranked.score for ranked in inside], scores),
        right_at(inside, scores, 0.80),
        right_at(inside, scores, 0.95),
    )


def share(holds: Sequence[bool]) -> float | None:
    """Return the share of true values."""
    return sum(holds) / len(holds) if holds else None


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """Return how often a question in scope scores above one out of scope; a tie counts half."""
    if not inside or not outside:
        return None
    ordered, scores = np.sort(outside), np.asarray(inside)
    below, up_to = np.searchsorted(ordered, scores, "left"), np.searchsorted(ordered, scores, "right")
    return float((below + up_to).mean() / 2 / len(ordered))


def right_at(inside: Sequence[Ranked], outside: Sequence[float], rejected: float) -> float | None:
    """Return the share answered right at the lowest threshold that rejects a given share of those out of scope."""
    if not inside or not outside:
        return None
    threshold = sorted(outside)[math.ceil(rejected * len(outside)) - 1]
    return share([ranked.right and ranked.score > threshold for ranked in inside])
