"""The dates by which entries, sources and numbers to call are to be looked at again. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faq.loading.dates import NUMBERS, REVIEWS, Limits, months
from faq.models import Entry, Faq

SOON = 2
"""Months before a review is due from which it is listed as due soon."""


@dataclass(frozen=True, slots=True)
class Review:
    """A date on which something was last looked at.

    Attributes:
        kind: entry, source or helpline.
        id: of that.
        title: as it is called.
        on: the date.
        limits: the months until it is due, and until `legwise check` refuses it.

    """

    kind: str
    id: str
    title: str
    on: date
    limits: Limits

    @property
    def due(self) -> date:
        """The day from which a review is advised."""
        return _later(self.on, self.limits.advice)

    @property
    def refused(self) -> date:
        """The day from which `legwise check` refuses the content."""
        return _later(self.on, self.limits.fault)

    def state(self, today: date) -> str:
        """Return how urgent a review is."""
        if today >= self.refused:
            return "overdue"
        if today >= self.due:
            return "due"
        return "due soon" if months(today, self.due) < SOON else "later"


def reviews(faq: Faq) -> tuple[Review, ...]:
    """Return all dates, the one that is due first at the top."""
    return tuple(sorted((*_entries(faq), *_sources(faq), *_numbers(faq)), key=lambda each: (each.due, each.title)))


def review(entry: Entry) -> Review | None:
    """Return the date of an entry; None if it has none."""
    return Review("entry", entry.id, entry.short, entry.reviewed.on, REVIEWS) if entry.reviewed else None


def _entries(faq: Faq) -> Iterator[Review]:
    yield from (found for entry in faq.entries if (found := review(entry)))


def _sources(faq: Faq) -> Iterator[Review]:
    sources = {source.id: source for entry in faq.entries for source in entry.sources}
    sources |= {source.id: source for reply in faq.urgent_replies for source in reply.sources}
    for source in sources.values():
        if source.checked:
            yield Review("source", source.id, source.title, source.checked, REVIEWS)


def _numbers(faq: Faq) -> Iterator[Review]:
    for country in faq.helplines.countries:
        yield Review("helpline", country.code, f"Numbers to call: {country.name}", country.reviewed, NUMBERS)


def _later(day: date, count: int) -> date:
    """Return the first day that is so many whole months later."""
    month = day.month - 1 + count
    year, first = day.year + month // 12, month % 12 + 1
    try:
        return date(year, first, day.day)
    except ValueError:  # there is no such day in that month, so the months are whole on the next
        return date(year + first // 12, first % 12 + 1, 1)
