"""Checks of helplines.yaml: a language code tells one country, and numbers are reviewed within half a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from faq.helplines import REVIEW_DAYS
from faq.loading.place import Place
from faq.loading.yaml_document import Fault


def language_faults(helplines: Place) -> Iterator[Fault]:
    """Yield a fault for each language code that an earlier country has."""
    first: dict[str, Place] = {}
    for country in helplines.at("countries").named():
        for language in country.at("languages").each():
            code = language.text.casefold()
            if code and code in first:
                problem = f"the language `{language.text}` already tells another country ({first[code].line})"
                yield language.fault(problem, "remove one of them")
            first.setdefault(code, language)


def expired(helplines: Place, today: date) -> Iterator[Fault]:
    """Yield a fault for each country whose numbers were last reviewed too long ago."""
    for country in helplines.at("countries").named():
        reviewed = country.at("reviewed").value
        if not isinstance(reviewed, date):
            continue
        if (age := (today - reviewed).days) > REVIEW_DAYS:
            problem = f"the numbers of {country.name} were reviewed {age} days ago, more than {REVIEW_DAYS}"
            yield country.at("reviewed").fault(problem, "look them up again, and write today's date")
