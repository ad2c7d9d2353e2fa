"""Ridge regression on half a kernel gives what the textbook's formulas give on a whole one."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching.kernel_ridge import BAND, Doubles, Kernel

RIDGE = 0.1


def near(rows: int) -> Doubles:
    """A kernel of rows that crowd together, as phrasings do: its largest eigenvalue is hundreds of its smallest."""
    directions = np.random.default_rng(rows).normal(size=(rows, 6)) + 1
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.asarray(np.expm1(2 * (directions @ directions.T)) / np.expm1(2), np.float64)


def held(whole: Doubles, step: int) -> Kernel:
    """A kernel that was told the rows of a whole one, some at a time, from their diagonal on."""
    kernel = Kernel.zeros(len(whole))
    for start in range(0, len(whole), step):
        rows = slice(start, min(start + step, len(whole)))
        kernel.add(rows, whole[rows, start:])
    return kernel


@pytest.mark.parametrize("rows", [1, 2, BAND - 1, BAND, BAND + 1, 2 * BAND, 3 * BAND + 7])
@pytest.mark.parametrize("step", [BAND, 2 * BAND])
def test_the_dual_and_what_is_left_out_are_those_of_the_inverse(rows: int, step: int) -> None:
    whole, wanted = near(rows), np.eye(3, dtype=np.float32)[np.arange(rows) % 3]
    inverse = np.linalg.inv(whole + RIDGE * np.eye(rows))
    dual, left_out = held(whole, step).solve(wanted, RIDGE)
    np.testing.assert_allclose(dual, inverse @ wanted, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(left_out, wanted - inverse @ wanted / np.diag(inverse)[:, None], rtol=1e-5, atol=1e-6)


def test_what_is_told_twice_adds_up() -> None:
    """Each kind of evidence adds its own."""
    whole, wanted = near(BAND + 3), np.ones((BAND + 3, 1), np.float32)
    twice = held(whole / 2, BAND)
    for start in range(0, len(whole), BAND):
        rows = slice(start, min(start + BAND, len(whole)))
        twice.add(rows, whole[rows, start:] / 2)
    np.testing.assert_allclose(twice.solve(wanted, RIDGE)[0], held(whole, BAND).solve(wanted, RIDGE)[0])


def test_half_of_a_symmetric_matrix_is_enough() -> None:
    """Little more than half of its numbers are held: the whole would be what most of the memory goes to."""
    rows = 20 * BAND
    assert sum(band.size for band in Kernel.zeros(rows).bands) < 0.53 * rows**2
