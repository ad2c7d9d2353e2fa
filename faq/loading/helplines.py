"""Checks of helplines.yaml: a language code tells one country."""

from __future__ import annotations

from collections.abc import Iterator

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
