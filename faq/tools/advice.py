"""The advice of `legwise check`: phrasings, texts and dates to look at again, no faults.

Advice on phrasings that resemble each other is from `Diagnostics`, which need a matcher; the rest does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt

from faq.loading import Fault
from faq.matching import Matcher
from faq.matching.diagnostics import Diagnostics, diagnose
from faq.matching.scorer import Floats
from faq.models import Faq
from faq.tools.readability import grade

ALIKE = 0.92
"""Cosine from which two phrasings of an entry are near-duplicates. Measured on the packaged content: of all pairs as
similar, 97 of 98 are in the same entry; by words alone 132 of 150."""
FEW = 20
"""Phrasings wished for. On nine public sets entries gained four points of right answers from 6 to 10, and
two from 10 to 15."""
HARD = 9.0
"""School grade; plain-language guides for health texts ask for 6 to 8."""
PARTS = ("answer", "more", "note")
"""The texts of an entry that are graded, each by itself."""
CLAIMED = 0.5
"""Probability from which another entry is likelier than all others together."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One kind of advice: the weakness, the cure, and the places, worst first."""

    title: str
    cure: str
    places: tuple[str, ...]


def advice(matcher: Matcher, of: Collection[str] | None = None) -> tuple[Advice, ...]:
    """Return the kinds of advice that apply to a matcher's FAQ, or to some of its entries."""
    entries = matcher.faq.entries
    chosen = [index for index, entry in enumerate(entries) if _is_of(entry.id, of)]
    diagnostics = diagnose(matcher.classifier, chosen, len(entries))
    phrasings = (
        Advice(
            "phrasings that nearly repeat another of their entry", "remove or vary one", _repeated(matcher, diagnostics)
        ),
        Advice(
            "phrasings that another entry claims when they are left out",
            "move them, or add phrasings that separate the two entries",
            _claimed(matcher, diagnostics),
        ),
    )
    return (*_that_apply(phrasings), *advice_on_texts(matcher.faq, of))


def advice_on_texts(faq: Faq, of: Collection[str] | None = None) -> tuple[Advice, ...]:
    """Return the kinds of advice that apply to a FAQ, or to some of its entries, and need no matcher."""
    grades = sorted(_grades(faq), reverse=True)
    middle = median(each for each, entry, part in grades)
    hard = (f"{entry} ({part}): {each:.1f}" for each, entry, part in grades if each > HARD and _is_of(entry, of))
    return _that_apply(
        (
            Advice(f"entries with fewer than {FEW} phrasings", "add what users type", _short(faq, of)),
            Advice(
                f"texts that are hard to read, by school grade (the median of all is {middle:.1f})",
                f"above {HARD:g} is hard: shorter sentences, plainer words",
                tuple(hard),
            ),
        )
    )


def advice_on_dates(old: Iterable[Fault]) -> tuple[Advice, ...]:
    """Return the reviews that are old as advice."""
    return _that_apply((Advice("reviews to renew", "look again before they are faults", tuple(map(str, old))),))


def advice_on_links(
    moved: Iterable[Fault], unreached: Iterable[Fault], retitled: Iterable[Fault]
) -> tuple[Advice, ...]:
    """Return what was found behind the addresses, and is no fault, as advice."""
    return _that_apply(
        (
            Advice("addresses that moved", "a redirect may end", tuple(map(str, moved))),
            Advice("addresses that could not be reached", "sites refuse programs too", tuple(map(str, unreached))),
            Advice("pages of another title", "loosely compared", tuple(map(str, retitled))),
        )
    )


def _that_apply(kinds: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(kind for kind in kinds if kind.places)


def _is_of(entry: str, of: Collection[str] | None) -> bool:
    return of is None or entry in of


def _repeated(matcher: Matcher, diagnostics: Diagnostics) -> tuple[str, ...]:
    phrasings, places = matcher.classes, []
    for at in _worst_first(diagnostics.likeness, diagnostics.likeness >= ALIKE):
        entry, duplicate = matcher.faq.entries[phrasings.labels[at]], phrasings.texts[diagnostics.nearest_duplicate[at]]
        places.append(f"{entry.id}: {phrasings.texts[at]!r} is near {duplicate!r} ({diagnostics.likeness[at]:.2f})")
    return tuple(places)


def _short(faq: Faq, of: Collection[str] | None) -> tuple[str, ...]:
    few = (entry for entry in faq.entries if len(entry.phrasings) < FEW and _is_of(entry.id, of))
    return tuple(f"{each.id}: {len(each.phrasings)}" for each in sorted(few, key=lambda entry: len(entry.phrasings)))


def _grades(faq: Faq) -> Iterator[tuple[float, str, str]]:
    """Yield the school grade of each text, with its entry and its part."""
    for entry in faq.entries:
        texts = entry.answer, entry.more, entry.note.text if entry.note else ""
        yield from ((grade(text), entry.id, part) for part, text in zip(PARTS, texts, strict=True) if text)


def _claimed(matcher: Matcher, diagnostics: Diagnostics) -> tuple[str, ...]:
    faq, phrasings = matcher.faq, matcher.classes
    lead, places = diagnostics.rival_probability - diagnostics.own_probability, []
    for at in _worst_first(lead, diagnostics.rival_probability >= CLAIMED):
        entry, rival = faq.entries[phrasings.labels[at]], faq.entries[diagnostics.rival[at]]
        figures = f"{diagnostics.rival_probability[at]:.2f} against {diagnostics.own_probability[at]:.2f}"
        places.append(f"{entry.id}: {phrasings.texts[at]!r} goes to {rival.id} ({figures})")
    return tuple(places)


def _worst_first(badness: Floats, chosen: npt.NDArray[np.bool_]) -> list[int]:
    """The indices of the chosen phrasings, worst first; ties in their own order."""
    order = np.argsort(-badness, kind="stable")
    return [int(at) for at in order if chosen[at]]
