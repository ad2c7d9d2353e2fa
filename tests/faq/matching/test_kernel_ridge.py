"""Ridge regression on half a kernel equals the textbook's formulas on a whole one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from faq.matching.kernel_ridge import BAND, Kernel

RIDGE = 0.1
Doubles = npt.NDArray[np.float64]


def similar(rows: int) -> Doubles:
    """Make an ill-conditioned kernel of similar rows, like phrasings."""
    directions = np.random.default_rng(rows).normal(size=(rows, 6)) + 1
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.asarray(np.expm1(2 * (directions @ directions.T)) / np.expm1(2), np.float64)


def upper_half(whole: Doubles, step: int) -> Kernel:
    """Copy a whole kernel, a few rows at a time, from their diagonal on."""
    kernel = Kernel.zeros(len(whole))
    for start in range(0, len(whole), step):
        rows = slice(start, min(start + step, len(whole)))
        kernel.add(rows, whole[rows, start:].astype(np.float32))
    return kernel


@pytest.mark.parametrize("rows", [1, 2, BAND - 1, BAND, BAND + 1, 2 * BAND, 3 * BAND + 7])
@pytest.mark.parametrize("step", [BAND, 2 * BAND])
def test_the_dual_and_the_leave_one_out_predictions_are_those_of_the_inverse(rows: int, step: int) -> None:
    whole, targets = similar(rows), np.eye(3, dtype=np.float32)[np.arange(rows) % 3]
    inverse = np.linalg.inv(whole + RIDGE * np.eye(rows))
    dual, left_out = upper_half(whole, step).solve(targets, RIDGE)
    np.testing.assert_allclose(dual, inverse @ targets, rtol=1e-3, atol=2e-3)
    expected = targets - inverse @ targets / np.diag(inverse)[:, None]
    np.testing.assert_allclose(left_out, expected, rtol=1e-3, atol=1e-3)


def test_kernels_of_several_scorers_add_up() -> None:
    whole, targets = similar(BAND + 3), np.ones((BAND + 3, 1), np.float32)
    twice = upper_half(whole / 2, BAND)
    for start in range(0, len(whole), BAND):
        rows = slice(start, min(start + BAND, len(whole)))
        twice.add(rows, whole[rows, start:].astype(np.float32) / np.float32(2))
    once = upper_half(whole, BAND).solve(targets, RIDGE)[0]
    np.testing.assert_allclose(twice.solve(targets, RIDGE)[0], once, rtol=1e-3, atol=2e-3)


def test_little_more_than_half_of_the_symmetric_matrix_is_stored() -> None:
    rows = 20 * BAND
    assert sum(band.size for band in Kernel.zeros(rows).bands) < 0.53 * rows**2
