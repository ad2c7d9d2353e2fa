"""The interface of a scorer: the similarity of a question to each phrasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from faq.matching.spelling import Token

Floats = npt.NDArray[np.float32]
Pairwise = Callable[[slice], Floats]
"""The type of `Scorer.pairwise`."""


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
    """Scores questions against a fixed list of phrasings."""

    @property
    def config(self) -> ScorerConfig: ...

    @property
    def cache_key(self) -> str:
        """Identifies the scorer among all on the same phrasings."""
        ...

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        """Return the cosine of a question with each phrasing; shape (phrasings,)."""
        ...

    def pairwise(self, rows: slice) -> Floats:
        """Return the cosines of a range of phrasings with all phrasings, as a new array; shape (rows, phrasings)."""
        ...
