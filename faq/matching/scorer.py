"""What every kind of evidence answers: how near a question is to each phrasing. Knows no entry and no outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from faq.matching.spelling import Token

Floats = npt.NDArray[np.float32]
Pairwise = Callable[[slice], Floats]
"""`Scorer.pairwise` of one kind."""


@dataclass(frozen=True, slots=True)
class ScorerConfig:
    """How the head weighs one kind of evidence."""

    name: str
    weight: float
    """Its share in the sum of all configs."""
    sharpness: float
    """g of the kernel exp(g cosine) - 1: how fast nearness fades."""
    nearest: float
    """Share of the nearest phrasing in the pooled view; the centroid has the rest."""

    def share_of(self, total: float) -> ScorerConfig:
        """The same kind with its weight as a share of a total."""
        return replace(self, weight=self.weight / total)


class Scorer(Protocol):
    """One kind of evidence about a fixed list of phrasings."""

    @property
    def kind(self) -> ScorerConfig: ...

    @property
    def made_of(self) -> str:
        """Tells this evidence from every other on the same phrasings: a fitted head may be kept under it."""
        ...

    def similarity(self, reads: tuple[Token, ...]) -> Floats:
        """The cosine of a question, as read, with each phrasing; shape (phrasings,)."""
        ...

    def pairwise(self, rows: slice) -> Floats:
        """The cosine of some phrasings in a row with each, as an array of its own; shape (rows, phrasings)."""
        ...
