"""A second kind of evidence, small and real: the letter triples that a question shares with each phrasing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faq.matching.evidence import Floats, Kind
from faq.matching.lexicon import Read
from faq.text import words

KIND = Kind("letters", weight=0.6, sharpness=2.0, nearest=0.5)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letter triples of each phrasing, as unit vectors over those that any phrasing has."""

    triples: dict[str, int]
    vectors: Floats
    kind: Kind = KIND

    @classmethod
    def of(cls, phrasings: Sequence[str]) -> Letters:
        found = [_triples(" ".join(words(phrasing))) for phrasing in phrasings]
        triples = {triple: n for n, triple in enumerate(sorted(set().union(*found)))}
        return cls(triples, np.stack([_vector(each, triples) for each in found]))

    def near(self, reads: tuple[Read, ...]) -> Floats:
        asked = _vector(_triples(" ".join(read.typed for read in reads)), self.triples)
        return np.asarray(self.vectors @ asked, np.float32)

    def among(self) -> Floats:
        return np.asarray(self.vectors @ self.vectors.T, np.float32)


def _triples(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _vector(found: set[str], triples: dict[str, int]) -> Floats:
    vector = np.zeros(len(triples), np.float32)
    vector[[triples[triple] for triple in found if triple in triples]] = 1 / np.sqrt(max(len(found), 1))
    return vector
