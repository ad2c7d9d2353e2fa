"""Ridge regression on the nearest phrasings alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.matching import local_ridge as module
from faq.matching.local_ridge import RIDGE, local_ridge
from faq.matching.scorer import Floats, Labels
from tests.faq.matching.fixed_scorer import LABELS, directions

CLASSES = np.array(LABELS, np.int64)
VECTORS = directions(LABELS, seed=1)


def among(phrasings: Labels) -> Floats:
    kernel: Floats = VECTORS[phrasings] @ VECTORS[phrasings].T
    return kernel


def by_definition(kernel: Floats) -> Floats:
    """Return the scores by the textbook: k (K + ridge I)^-1 Y."""
    one_hot = np.eye(4)[CLASSES]
    inverse = np.linalg.inv(VECTORS @ VECTORS.T + RIDGE * np.eye(len(CLASSES)))
    return np.asarray(kernel @ inverse @ one_hot, np.float32)


@given(seed=st.integers(0, 2**16))
def test_with_few_phrasings_it_is_ridge_regression_on_all_of_them(seed: int) -> None:
    question = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    kernel = VECTORS @ (question / np.linalg.norm(question))
    np.testing.assert_allclose(local_ridge(kernel, among, CLASSES), by_definition(kernel), atol=1e-4)


def test_phrasings_that_are_not_among_the_nearest_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEIGHBOURS", 3)
    scores = local_ridge(VECTORS @ VECTORS[0], among, CLASSES)
    assert scores[0] > 0.5
    nearest = np.argsort(-(VECTORS @ VECTORS[0]))[:3]
    assert set(np.flatnonzero(scores)) <= set(CLASSES[nearest])


def test_the_nearest_phrasings_decide_almost_as_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [local_ridge(VECTORS @ vector, among, CLASSES).argmax() for vector in VECTORS]
    monkeypatch.setattr(module, "NEIGHBOURS", 6)
    assert [local_ridge(VECTORS @ vector, among, CLASSES).argmax() for vector in VECTORS] == whole


def test_a_phrasing_whose_kernel_is_minus_infinity_is_left_out() -> None:
    kernel = VECTORS @ VECTORS[0]
    kernel[0] = -np.inf
    rest = np.arange(1, len(CLASSES))
    expected = local_ridge(kernel[1:], lambda near: among(rest[near]), CLASSES[1:])
    np.testing.assert_allclose(local_ridge(kernel, among, CLASSES), expected, atol=1e-6)
