"""How each phrasing stands among the others: what the fit knows of the content, for curators. Numbers only.

Nothing that is answered depends on it. It is kept with the fitted head, since it comes from what only the fit
sees: the phrasings' nearness among themselves, and the scores of each when it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.matching.scorer import Floats

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostics:
    """One number of each kind for each phrasing, in their order; shape (phrasings,) each."""

    own: Floats
    """How likely its own class is, left out."""
    rival: Labels
    """The entry that is likeliest besides its own, left out."""
    rival_probability: Floats
    """How likely that one is; 0 where there is no other entry."""
    nearest_duplicate: Labels
    """The nearest of the earlier phrasings of its entry; itself where there is none."""
    likeness: Floats
    """The cosine with that one, over all configs of evidence by weight; -1 where there is none, and for chatter."""

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """As arrays that can be kept."""
        return {
            "own": self.own,
            "rival": self.rival,
            "claim": self.rival_probability,
            "twin": self.nearest_duplicate,
            "likeness": self.likeness,
        }

    @classmethod
    def kept(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Diagnostics:
        """The standing that `arrays` came from."""
        return cls(arrays["own"], arrays["rival"], arrays["claim"], arrays["twin"], arrays["likeness"])

    @classmethod
    def of(cls, likely: Floats, siblings: Siblings, labels: Labels) -> Diagnostics:
        """From the likelihoods of all classes for each phrasing left out, shape (phrasings, classes)."""
        at = np.arange(len(labels))
        others = likely[:, : len(siblings.spans)].copy()
        mine = labels < len(siblings.spans)
        others[at[mine], labels[mine]] = 0
        rival = others.argmax(axis=1)
        twin, likeness = siblings.twins(len(labels))
        return cls(likely[at, labels], rival, others[at, rival], twin, likeness)


@dataclass(frozen=True, slots=True, eq=False)
class Siblings:
    """The nearness of each entry's phrasings among themselves: little blocks of what lies among all."""

    spans: tuple[slice, ...]
    """Where each entry's phrasings are."""
    blocks: tuple[Floats, ...]

    @classmethod
    def of(cls, labels: Labels, answerable: int) -> Siblings:
        """Blocks of zeros for the entries of ascending labels."""
        starts, ends = (np.searchsorted(labels, np.arange(answerable), side=side) for side in ("left", "right"))
        spans = tuple(slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True))
        return cls(spans, tuple(np.zeros((s.stop - s.start,) * 2, np.float32) for s in spans))

    def add(self, near: Floats, rows: slice, weight: float) -> None:
        """Add one kind's nearness of the phrasings in some rows to all phrasings."""
        for span, block in zip(self.spans, self.blocks, strict=True):
            first, last = max(span.start, rows.start), min(span.stop, rows.stop)
            if first < last:
                block[first - span.start : last - span.start] += (
                    weight * near[first - rows.start : last - rows.start, span]
                )

    def twins(self, phrasings: int) -> tuple[Labels, Floats]:
        """The nearest earlier sibling of each phrasing, and how near it is."""
        twin, likeness = np.arange(phrasings), np.full(phrasings, -1.0, np.float32)
        for span, block in zip(self.spans, self.blocks, strict=True):
            for row in range(1, len(block)):
                best = int(block[row, :row].argmax())
                twin[span.start + row], likeness[span.start + row] = span.start + best, block[row, best]
        return twin, likeness
