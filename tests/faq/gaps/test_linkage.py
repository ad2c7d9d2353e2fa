"""Average linkage merges what is alike on average."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from faq.gaps.linkage import average_linkage
from faq.matching.scorer import Floats


def clusters(similarity: Floats, threshold: float) -> set[frozenset[int]]:
    return {frozenset(cluster) for cluster in average_linkage(similarity.copy(), threshold)}


def plain(similarity: Floats, threshold: float) -> set[frozenset[int]]:
    """Merge the two most similar clusters again and again: slower, and plain to see."""
    found = [[index] for index in range(len(similarity))]
    while len(found) > 1:
        pairs = [(one, other) for one in range(len(found)) for other in range(one)]
        means = [float(similarity[np.ix_(found[one], found[other])].mean()) for one, other in pairs]
        if max(means) < threshold:
            break
        one, other = pairs[int(np.argmax(means))]
        found[other] += found.pop(one)
    return {frozenset(cluster) for cluster in found}


def test_two_groups_are_found() -> None:
    similarity = np.array([[1, 0.9, 0.1, 0], [0.9, 1, 0.2, 0], [0.1, 0.2, 1, 0.8], [0, 0, 0.8, 1]], np.float32)
    assert clusters(similarity, 0.5) == {frozenset({0, 1}), frozenset({2, 3})}


def test_a_chain_of_neighbours_is_not_one_cluster() -> None:
    similarity = np.array([[1, 0.6, 0], [0.6, 1, 0.6], [0, 0.6, 1]], np.float32)
    assert len(clusters(similarity, 0.5)) == 2


def test_nothing_has_no_clusters() -> None:
    assert clusters(np.zeros((0, 0), np.float32), 0.5) == set()


@given(st.integers(1, 12), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_the_chain_finds_what_plain_merging_finds(size: int, seed: int, threshold: float) -> None:
    values = np.random.default_rng(seed).random((size, size)).astype(np.float32)
    similarity: Floats = (values + values.T) / np.float32(2)
    assert clusters(similarity, threshold) == plain(similarity, threshold)
