"""Average-linkage clustering by the nearest-neighbour chain: `average_linkage`.

Murtagh 1983, https://doi.org/10.1093/comjnl/26.4.354. Two clusters that are each other's nearest are merged at once:
with average linkage no later merge can bring a third between them, so the order of merges does not matter.
"""

from __future__ import annotations

import numpy as np

from faq.matching.scorer import Floats


def average_linkage(similarity: Floats, threshold: float) -> list[list[int]]:
    """Return the indices of each cluster; clusters are merged as long as their mean similarity reaches a threshold.

    Args:
        similarity: symmetric; it is overwritten.
        threshold: from which two clusters are merged.

    """
    np.fill_diagonal(similarity, -np.inf)
    members = {index: [index] for index in range(len(similarity))}
    clusters, chain = [], list[int]()
    while members:
        top = chain[-1] if chain else next(iter(members))
        before = chain[-2] if len(chain) > 1 else None
        nearest = int(similarity[top].argmax())
        if before is not None and similarity[top, before] >= similarity[top, nearest]:
            nearest = before
        if similarity[top, nearest] < threshold:
            # No merge of others can come nearer than the nearer of the two was.
            clusters.append(members.pop(top))
            _set(similarity, top, -np.inf)
            chain = chain[:-1]
        elif nearest == before:
            _merge(similarity, members, nearest, top)
            chain = chain[:-2]
        else:
            chain = [*(chain or [top]), nearest]
    return clusters


def _merge(similarity: Floats, members: dict[int, list[int]], kept: int, merged: int) -> None:
    sizes = len(members[kept]), len(members[merged])
    mean = (sizes[0] * similarity[kept] + sizes[1] * similarity[merged]) / sum(sizes)
    _set(similarity, merged, -np.inf)
    _set(similarity, kept, mean)
    similarity[kept, merged] = similarity[merged, kept] = similarity[kept, kept] = -np.inf
    members[kept] += members.pop(merged)


def _set(similarity: Floats, index: int, values: Floats | float) -> None:
    similarity[index] = values
    similarity[:, index] = values
