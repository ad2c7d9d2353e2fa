"""The interface of a scorer: the similarity of a question to each phrasing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from faq.matching.spelling import Token

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]
"""The class of each phrasing, ascending; or the indices of some phrasings."""


@dataclass(frozen=True, slots=True)
class ScorerConfig:
    """How the classifier combines a scorer with the others."""

    name: str
    weight: float
    """Relative to the other scorers'."""
    sharpness: float
    """g of the kernel exp(g cosine) - 1: how fast similarity decays."""
    nearest: float
    """Share of the nearest phrasing in the pooled score; the centroid has the rest."""

    def share_of(self, total: float) -> ScorerConfig:
        """Return the config with its weight as a share of a total."""
        return replace(self, weight=self.weight / total)


class Scorer(Protocol):
    """Scores questions against a fixed list of phrasings, each a unit vector."""

    @property
    def config(self) -> ScorerConfig: ...

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        """Return the cosine of a question with each phrasing; shape (phrasings,)."""
        ...

    def similarity_of(self, phrasing: int) -> Floats:
        """Return the cosine of a phrasing with each phrasing; shape (phrasings,)."""
        ...

    def among(self, phrasings: Labels) -> Floats:
        """Return the cosines of some phrasings with each other; square."""
        ...

    def lengths(self, labels: Labels) -> Floats:
        """Return the length of the sum of each class's vectors; shape (classes,)."""
        ...


def class_starts(labels: Labels) -> Labels:
    """Return the index of each class's first phrasing; every class has one."""
    return np.flatnonzero(np.diff(labels, prepend=-1))
