"""The advice of `legwise check`, from the fit's `Diagnostics`: phrasings and answers to look at again, no faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt

from faq.matching import Matcher
from faq.matching.scorer import Floats
from faq.models import Faq
from faq.tools.readability import grade

ALIKE = 0.92
"""Cosine from which two phrasings of an entry are near-duplicates. Measured on the packaged content: of all pairs as
similar, 97 of 98 are in the same entry; by words alone 132 of 150."""
FEW = 12
"""Phrasings. On nine public sets entries gained four points of right answers from 6 to 10, and two from 10 to 15."""
HARD = 9.0
"""School grade; plain-language guides for health texts ask for 6 to 8."""
CLAIMED = 0.5
"""Probability from which another entry is likelier than all others together."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One kind of advice: the weakness, the cure, and the places, worst first."""

    title: str
    cure: str
    places: tuple[str, ...]


def advice(matcher: Matcher) -> tuple[Advice, ...]:
    """Return the kinds of advice that apply to a matcher's FAQ."""
    kinds = (
        Advice("phrasings that nearly repeat another of their entry", "remove or vary one", tuple(_repeated(matcher))),
        Advice(f"entries with fewer than {FEW} phrasings", "add what users type", tuple(_short(matcher.faq))),
        Advice(
            "phrasings that another entry claims when they are left out",
            "move them, or add phrasings that separate the two entries",
            tuple(_claimed(matcher)),
        ),
        Advice(
            f"answers by school grade (the median is {_median(matcher.faq):.1f})",
            f"above {HARD:g} is hard: shorter sentences, plainer words",
            tuple(_graded(matcher.faq)),
        ),
    )
    return tuple(kind for kind in kinds if kind.places)


def _repeated(matcher: Matcher) -> Iterator[str]:
    diagnostics, phrasings = matcher.classifier.diagnostics, matcher.phrasings
    for at in _worst_first(diagnostics.likeness, diagnostics.likeness >= ALIKE):
        entry, duplicate = matcher.faq.entries[phrasings.labels[at]], phrasings.texts[diagnostics.nearest_duplicate[at]]
        yield f"{entry.id}: {phrasings.texts[at]!r} is near {duplicate!r} ({diagnostics.likeness[at]:.2f})"


def _short(faq: Faq) -> Iterator[str]:
    for entry in sorted(faq.entries, key=lambda entry: len(entry.phrasings)):
        if len(entry.phrasings) < FEW:
            yield f"{entry.id}: {len(entry.phrasings)}"


def _graded(faq: Faq) -> Iterator[str]:
    for entry in sorted(faq.entries, key=lambda entry: -grade(entry.answer)):
        yield f"{entry.id}: {grade(entry.answer):.1f}"


def _median(faq: Faq) -> float:
    return median(grade(entry.answer) for entry in faq.entries)


def _claimed(matcher: Matcher) -> Iterator[str]:
    faq, diagnostics, phrasings = matcher.faq, matcher.classifier.diagnostics, matcher.phrasings
    of_entries = np.asarray(phrasings.labels) < len(faq.entries)
    lead = diagnostics.rival_probability - diagnostics.own_probability
    for at in _worst_first(lead, of_entries & (diagnostics.rival_probability >= CLAIMED)):
        entry, rival = faq.entries[phrasings.labels[at]], faq.entries[diagnostics.rival[at]]
        figures = f"{diagnostics.rival_probability[at]:.2f} against {diagnostics.own_probability[at]:.2f}"
        yield f"{entry.id}: {phrasings.texts[at]!r} goes to {rival.id} ({figures})"


def _worst_first(badness: Floats, chosen: npt.NDArray[np.bool_]) -> list[int]:
    """The indices of the chosen phrasings, worst first; ties in their own order."""
    order = np.argsort(-badness, kind="stable")
    return [int(at) for at in order if chosen[at]]
