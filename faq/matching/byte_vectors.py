"""Unit vectors in 8 bits a component: `ByteVectors`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats, Labels

_ROWS = 1024
"""Vectors that are floats at a time: half a megabyte, which stays in the processor's cache."""

Bytes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class ByteVectors:
    """Directions. They take a quarter of the memory of floats, and as long: reading floats is what takes the time.

    Attributes:
        components: of any length; shape (vectors, dimensions).
        lengths: shape (vectors,).

    """

    components: Bytes
    lengths: Floats

    @classmethod
    def of(cls, components: Bytes) -> Self:
        """Measure vectors."""
        floats = components.astype(np.float32)
        return cls(components, np.sqrt(np.einsum("ij,ij->i", floats, floats)))

    def unit(self, rows: Labels | slice = slice(None)) -> Floats:
        """Return some vectors as unit vectors in floats; shape (rows, dimensions)."""
        return np.asarray(self.components[rows] / self.lengths[rows, None], np.float32)

    def cosines(self, vector: Floats) -> Floats:
        """Return the cosine of each with a unit vector; shape (vectors,)."""
        products = np.empty(len(self.components), np.float32)
        floats = np.empty((_ROWS, len(vector)), np.float32)
        for start in range(0, len(products), _ROWS):
            some = self.components[start : start + _ROWS]
            floats[: len(some)] = some
            np.dot(floats[: len(some)], vector, out=products[start : start + _ROWS])
        return np.asarray(products / self.lengths, np.float32)
