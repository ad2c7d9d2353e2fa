"""Figures of each phrasing of an entry, for curators: duplicates and rival entries. Answers don't depend on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from faq.matching.classifier import Classifier
from faq.matching.scorer import Floats, Labels


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostics:
    """Figures of the entries' phrasings, each as if the phrasing did not stand in the content; shape (phrasings,)."""

    own_probability: Floats
    rival: Labels
    """The likeliest other entry."""
    rival_probability: Floats
    """0 if there is no other entry."""
    nearest_duplicate: Labels
    """The most similar earlier phrasing of the same entry; itself if there is none."""
    likeness: Floats
    """The cosine with that phrasing, over all scorers by weight; -1 if there is none."""


def diagnose(classifier: Classifier, entries: Collection[int], answerable: int) -> Diagnostics:
    """Return the figures of the phrasings of some entries, zeros for others; takes some milliseconds for each.

    Args:
        classifier: of all phrasings.
        entries: the entries' classes.
        answerable: the number of entries; later classes are answered by no entry.

    """
    phrasings = int(np.searchsorted(classifier.labels, answerable))
    own, rival_probability = np.zeros(phrasings, np.float32), np.zeros(phrasings, np.float32)
    rival, duplicate = np.zeros(phrasings, np.int64), np.arange(phrasings)
    likeness = np.full(phrasings, -1.0, np.float32)
    for entry in entries:
        of_entry = np.flatnonzero(classifier.labels == entry)
        for row, cosines in enumerate(classifier.cosines_among(of_entry)):
            at = of_entry[row]
            own[at], rival[at], rival_probability[at] = _left_out(classifier, at, answerable)
            if row:
                nearest = int(cosines[:row].argmax())
                duplicate[at], likeness[at] = of_entry[nearest], cosines[nearest]
    return Diagnostics(own, rival, rival_probability, duplicate, likeness)


def _left_out(classifier: Classifier, phrasing: int, answerable: int) -> tuple[float, int, float]:
    """Return the probability of a phrasing's own entry, the likeliest other entry, and its probability."""
    probabilities = classifier.probabilities(classifier.left_out(phrasing).total)[:answerable]
    own = int(classifier.labels[phrasing])
    others = np.where(np.arange(answerable) == own, 0.0, probabilities)
    rival = int(others.argmax())
    return float(probabilities[own]), rival, float(others[rival])
