"""Vectors in 8 bits have the cosines that they would have as floats."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching.byte_vectors import ByteVectors

SHAPE = (2500, 16)


@pytest.fixture
def vectors() -> ByteVectors:
    return ByteVectors.of(np.random.default_rng(1).integers(-127, 128, SHAPE).astype(np.int8))


def test_as_floats_each_has_length_one(vectors: ByteVectors) -> None:
    np.testing.assert_allclose(np.linalg.norm(vectors.unit(), axis=1), 1, atol=1e-6)


def test_some_are_returned_in_the_order_that_was_asked_for(vectors: ByteVectors) -> None:
    np.testing.assert_array_equal(vectors.unit(np.array([7, 3])), vectors.unit()[[7, 3]])


def test_the_cosines_with_a_vector_are_those_of_floats(vectors: ByteVectors) -> None:
    [vector] = vectors.unit(np.array([5]))
    np.testing.assert_allclose(vectors.cosines(vector), vectors.unit() @ vector, atol=1e-6)


def test_of_no_vectors_there_are_no_cosines() -> None:
    assert not ByteVectors.of(np.empty((0, 4), np.int8)).cosines(np.ones(4, np.float32)).size
