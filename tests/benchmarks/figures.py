"""The figures of a method on a question set, from its rankings. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a method ranked one question."""

    accept: frozenset[str]
    """The entries that are right; none for a question out of scope."""
    first: tuple[str, ...]
    """The first few entries, the best first."""
    score: float
    """How sure the method is that it should answer, on any scale; minus infinity where it would not."""

    @property
    def right(self) -> bool:
        return self.among(1)

    def among(self, places: int) -> bool:
        """Whether a right entry is among the first few."""
        return not self.accept.isdisjoint(self.first[:places])


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; None where the set has no question to tell by."""

    first: float | None
    among_three: float | None
    with_typos: float | None
    auroc: float | None
    right_at_80: float | None
    right_at_95: float | None


def figures(inside: Sequence[Ranked], outside: Sequence[Ranked], typed: Sequence[Ranked]) -> Figures:
    """The figures of questions in scope, out of scope, and of those in scope with typos."""
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
    """How many of them hold."""
    return sum(holds) / len(holds) if holds else None


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """How often a question in scope scores above one out of scope; a tie counts half."""
    if not inside or not outside:
        return None
    ordered, asked = np.sort(outside), np.asarray(inside)
    below, up_to = np.searchsorted(ordered, asked, "left"), np.searchsorted(ordered, asked, "right")
    return float((below + up_to).mean() / 2 / len(ordered))


def right_at(inside: Sequence[Ranked], outside: Sequence[float], rejected: float) -> float | None:
    """Questions in scope answered right, at the lowest threshold that rejects that share of those out of scope."""
    if not inside or not outside:
        return None
    threshold = sorted(outside)[math.ceil(rejected * len(outside)) - 1]
    return share([ranked.right and ranked.score > threshold for ranked in inside])
