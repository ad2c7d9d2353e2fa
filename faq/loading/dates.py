"""Checks of the dates on which something was last looked at: not after today, and not too long ago.

The article's own date never expires, because no curator can renew it; it only cannot lie in the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.loading.yaml_document import Fault


@dataclass(frozen=True, slots=True)
class Limits:
    """Whole months since a date until it is advice to look again, and until it is a fault."""

    advice: int
    fault: int


REVIEWS = Limits(advice=12, fault=24)
"""Of sources and entries."""
NUMBERS = Limits(advice=6, fault=12)
"""Of numbers to call: a wrong one costs more than an old sentence, and lines close within a year."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of the content: what was looked at then, the limits, and how to look again."""

    place: Place
    what: str
    limits: Limits
    cure: str


def months(earlier: date, later: date) -> int:
    """Return the whole months from one date to another; negative if it is before."""
    return 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)


def date_faults(content: ContentDocuments, today: date) -> Iterator[Fault]:
    """Yield a fault for each date after today, and for each review that is too old."""
    yield from _future(content, today)
    for dated, age in _aged(content, today):
        if age >= dated.limits.fault:
            yield _old(dated, age, f"{dated.limits.fault} are the most")


def date_advice(content: ContentDocuments, today: date) -> Iterator[Fault]:
    """Yield each review that is old but not yet too old, with its position."""
    for dated, age in _aged(content, today):
        if dated.limits.advice <= age < dated.limits.fault:
            yield _old(dated, age, f"from {dated.limits.fault} it is a fault")


def _future(content: ContentDocuments, today: date) -> Iterator[Fault]:
    published = [content.faq.at("article").at("updated")]
    published += [page.at("dated") for page in content.sources.at("sources").named()]
    for place in (*published, *(dated.place for dated in _dated(content))):
        if _is_after(today, place):
            yield place.fault(f"`{place.name}` is {place.value}, after today ({today})", "correct the date")


def _is_after(today: date, place: Place) -> bool:
    """Return whether a date is after today. A page may be dated by its year or month alone, as text."""
    if isinstance(place.value, date):
        return place.value > today
    return place.text[:4].isdecimal() and place.text > today.isoformat()[: len(place.text)]


def _aged(content: ContentDocuments, today: date) -> Iterator[tuple[_Dated, int]]:
    for dated in _dated(content):
        if isinstance(dated.place.value, date):
            yield dated, months(dated.place.value, today)


def _old(dated: _Dated, age: int, limit: str) -> Fault:
    return dated.place.fault(f"{dated.what} {age} months ago; {limit}", dated.cure)


def _dated(content: ContentDocuments) -> Iterator[_Dated]:
    for page in content.sources.at("sources").named():
        what = f"the source `{page.name}` was checked"
        yield _Dated(page.at("checked"), what, REVIEWS, "read it again, and write today's date")
    for entry in content.entries:
        what = f"the entry `{entry.at('id').text}` was reviewed"
        on = entry.at("reviewed").at("on")
        yield _Dated(on, what, REVIEWS, "check it against its sources, and write today's date")
    for country in content.helplines.at("countries").named():
        what = f"the numbers of {country.name} were reviewed"
        yield _Dated(country.at("reviewed"), what, NUMBERS, "look them up again, and write today's date")
