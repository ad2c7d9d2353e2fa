"""What `legwise check` advises: phrasings that are worth a curator's second look. None of it is a fault.

Reads what the fit learnt of the content (`Diagnostics`); changes and decides nothing.
"""

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
"""The nearness from which two phrasings of an entry say the same. Measured on the packaged content: of all pairs as
near, whichever entries they stand under, 97 of 98 stand under one entry; by words alone 132 of 150."""
FEW = 12
"""On nine public sets an entry gained four points of right answers from 6 phrasings to 10, and two from 10 to 15."""
HARD = 9.0
"""Plain-language guides for health texts ask for grade 6 to 8."""
CLAIMED = 0.5
"""From here on another entry is likelier than all else together."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One kind of advice: what it is, what to do, and where, the worst place first."""

    title: str
    cure: str
    places: tuple[str, ...]


def advice(matcher: Matcher) -> tuple[Advice, ...]:
    """Every kind of advice on a matcher's FAQ that there is a place for."""
    configs = (
        Advice("phrasings that nearly repeat one of their entry", "drop one, or vary it", tuple(_repeated(matcher))),
        Advice(f"entries with fewer than {FEW} phrasings", "add what people type", tuple(_short(matcher.faq))),
        Advice(
            "phrasings that another entry claims when they are left out",
            "move them, or tell the two entries apart by more phrasings",
            tuple(_claimed(matcher)),
        ),
        Advice(
            f"answers by the school grade that they read at (half are at {_median(matcher.faq):.1f} or below)",
            f"above {HARD:g} is hard: shorter sentences, plainer words",
            tuple(_graded(matcher.faq)),
        ),
    )
    return tuple(kind for kind in configs if kind.places)


def _repeated(matcher: Matcher) -> Iterator[str]:
    standing, phrasings = matcher.head.standing, matcher.phrasings
    for at in _worst_first(standing.likeness, standing.likeness >= ALIKE):
        entry, twin = matcher.faq.entries[phrasings.labels[at]], phrasings.texts[standing.nearest_duplicate[at]]
        yield f"{entry.id}: {phrasings.texts[at]!r} is near {twin!r} ({standing.likeness[at]:.2f})"


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
    faq, standing, phrasings = matcher.faq, matcher.head.standing, matcher.phrasings
    entries = np.asarray(phrasings.labels) < len(faq.entries)
    lead = standing.rival_probability - standing.own
    for at in _worst_first(lead, entries & (standing.rival_probability >= CLAIMED)):
        entry, rival = faq.entries[phrasings.labels[at]], faq.entries[standing.rival[at]]
        figures = f"{standing.rival_probability[at]:.2f} against {standing.own[at]:.2f}"
        yield f"{entry.id}: {phrasings.texts[at]!r} goes to {rival.id} ({figures})"


def _worst_first(badness: Floats, chosen: npt.NDArray[np.bool_]) -> list[int]:
    """The chosen phrasings by number, the highest first; as bad in their own order."""
    order = np.argsort(-badness, kind="stable")
    return [int(at) for at in order if chosen[at]]
