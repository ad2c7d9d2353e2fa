"""Kernel ridge regression in closed form, and what each row would get had it been left out. Knows numbers only.

A kernel is symmetric, so only what lies above its diagonal is held: half its memory. It is factored by Cholesky and
the factor inverted, both in place: half the work of inverting the kernel, of whose inverse only the diagonal and the
product with the labels are wanted. In double precision throughout: what single precision rounds off, the largest
eigenvalue would multiply by a thousand and more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats

Doubles = npt.NDArray[np.float64]
BAND = 256
"""Rows of a band."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A symmetric matrix in bands of rows, each from the first one's diagonal on to the right."""

    bands: tuple[Doubles, ...]

    @classmethod
    def zeros(cls, size: int) -> Kernel:
        """A kernel of so many rows."""
        return cls(tuple(np.zeros((min(BAND, size - start), size - start)) for start in range(0, size, BAND)))

    def add(self, rows: slice, near: Floats | Doubles) -> None:
        """Add to some rows, the first of which begins a band, from that one's diagonal on."""
        for start in range(0, len(near), BAND):
            self.bands[(rows.start + start) // BAND][:] += near[start : start + BAND, start:]

    def solve(self, wanted: Floats, ridge: float) -> tuple[Floats, Floats]:
        """The dual coefficients for the wanted values, and the predictions of each row by a fit without it.

        Uses the kernel up. `ridge` is added to its diagonal. Shapes: those of `wanted`, (rows, values).
        """
        for band in self.bands:
            band[np.diag_indices(len(band))] += ridge
        self._factor()
        self._invert()
        dual = self._twice(wanted)
        diagonal = np.concatenate([np.einsum("ij,ij->i", band, band) for band in self.bands])
        return dual.astype(np.float32), (wanted - dual / diagonal[:, None]).astype(np.float32)

    def _factor(self) -> None:
        """Put U for the kernel U'U, but for the blocks on its diagonal: they become their own inverse at once."""
        for at, band in enumerate(self.bands):
            high = len(band)
            for above in self.bands[:at]:
                here = above[:, -band.shape[1] :]
                np.subtract(band, here[:, :high].T @ here, out=band)
            corner = np.linalg.inv(np.linalg.cholesky(band[:, :high]).T)
            band[:, high:] = corner.T @ band[:, high:]
            band[:, :high] = corner

    def _invert(self) -> None:
        """Put the inverse of U in its place, the last band first."""
        for at, band in reversed(tuple(enumerate(self.bands))):
            high = len(band)
            carried = np.zeros((high, band.shape[1] - high))
            for below in self.bands[at + 1 :]:
                start = band.shape[1] - below.shape[1]
                carried[:, start - high :] += band[:, start : start + len(below)] @ below
            band[:, high:] = -band[:, :high] @ carried

    def _twice(self, wanted: Floats) -> Doubles:
        """V V' times the wanted values, for the V that the bands hold now."""
        once = np.zeros(wanted.shape)
        start = 0
        for band in self.bands:
            once[start:] += band.T @ wanted[start : start + len(band)]
            start += len(band)
        return np.concatenate([band @ once[-band.shape[1] :] for band in self.bands])
