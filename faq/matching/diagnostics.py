"""Leave-one-out figures of each phrasing, for curators: duplicates and rival entries. Answers don't depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostics:
    """Figures of each phrasing when the classifier is fitted without it; each of shape (phrasings,)."""

    own_probability: Floats
    rival: Labels
    """The likeliest other entry."""
    rival_probability: Floats
    """0 if there is no other entry."""
    nearest_duplicate: Labels
    """The most similar earlier phrasing of the same entry; itself if there is none."""
    likeness: Floats
    """The cosine with that phrasing, over all scorers by weight; -1 if there is none, and for chatter."""

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the figures as arrays for the cache."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the arrays."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Diagnostics:
        """Restore the figures from their arrays."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})

    @classmethod
    def of(cls, probabilities: Floats, siblings: Siblings, labels: Labels) -> Diagnostics:
        """Derive the figures from leave-one-out probabilities, shape (phrasings, classes)."""
        at = np.arange(len(labels))
        others = probabilities[:, : len(siblings.spans)].copy()
        in_entry = labels < len(siblings.spans)
        others[at[in_entry], labels[in_entry]] = 0
        rival = others.argmax(axis=1)
        duplicate, likeness = siblings.nearest_duplicates(len(labels))
        return cls(probabilities[at, labels], rival, others[at, rival], duplicate, likeness)


@dataclass(frozen=True, slots=True, eq=False)
class Siblings:
    """The similarities among each entry's own phrasings: the diagonal blocks of the pairwise matrix."""

    spans: tuple[slice, ...]
    """The range of each entry's phrasings."""
    blocks: tuple[Floats, ...]

    @classmethod
    def of(cls, labels: Labels, entries: int) -> Siblings:
        """Make zero blocks for ascending labels."""
        starts, ends = (np.searchsorted(labels, np.arange(entries), side=side) for side in ("left", "right"))
        spans = tuple(slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True))
        return cls(spans, tuple(np.zeros((s.stop - s.start,) * 2, np.float32) for s in spans))

    def add(self, cosines: Floats, rows: slice, weight: float) -> None:
        """Add a scorer's weighted cosines of a range of phrasings with all phrasings."""
        for span, block in zip(self.spans, self.blocks, strict=True):
            first, last = max(span.start, rows.start), min(span.stop, rows.stop)
            if first < last:
                block[first - span.start : last - span.start] += (
                    weight * cosines[first - rows.start : last - rows.start, span]
                )

    def nearest_duplicates(self, phrasings: int) -> tuple[Labels, Floats]:
        """Return the most similar earlier sibling of each phrasing, and the cosine with it."""
        duplicate, likeness = np.arange(phrasings), np.full(phrasings, -1.0, np.float32)
        for span, block in zip(self.spans, self.blocks, strict=True):
            for row in range(1, len(block)):
                best = int(block[row, :row].argmax())
                duplicate[span.start + row], likeness[span.start + row] = span.start + best, block[row, best]
        return duplicate, likeness
