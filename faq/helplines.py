"""Helplines by country: the lines that an urgent reply shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Number = Literal["emergency", "police", "poison", "talk", "violence", "advice"]
"""The purpose of a number; `advice` is medical advice that is no emergency."""
MAX_LINES = 3
EVERYWHERE = ("US", "GB", "EU")
"""The countries shown when the user's country is not known."""

_PURPOSES: dict[Number, str] = {
    "emergency": "emergency",
    "police": "police",
    "poison": "poison help",
    "talk": "someone to talk to",
    "violence": "violence at home",
    "advice": "medical advice",
}
_LOCAL = "your local emergency number"
TALK_ELSEWHERE = "findahelpline.com"


@dataclass(frozen=True, slots=True)
class Country:
    """A country's numbers, as the user reads them; an empty text where none is known for sure."""

    code: str
    name: str
    languages: tuple[str, ...]
    """The language codes that tell the country, such as en-GB."""
    emergency: str
    sources: tuple[str, ...]
    reviewed: date
    police: str = ""
    poison: str = ""
    talk: str = ""
    violence: str = ""
    advice: str = ""

    def number(self, purpose: Number) -> str:
        """Return the number for a purpose; the police share the emergency number unless they have their own."""
        numbers: dict[Number, str] = {
            "emergency": self.emergency,
            "police": self.police or self.emergency,
            "poison": self.poison,
            "talk": self.talk,
            "violence": self.violence,
            "advice": self.advice,
        }
        return numbers[purpose]


@dataclass(frozen=True, slots=True)
class Helplines:
    """The numbers of all countries."""

    countries: tuple[Country, ...] = ()

    def by_code(self, code: str) -> Country | None:
        """Return the country with a code."""
        return next((country for country in self.countries if country.code == code), None)

    def for_language(self, language_code: str) -> Country | None:
        """Return the country that a language code tells, by its region or its curated languages: not bare "en"."""
        language, *subtags = language_code.casefold().replace("_", "-").split("-")
        wanted = "-".join([language, *subtags])
        for country in self.countries:
            if wanted in map(str.casefold, country.languages):
                return country
        return self.by_code(subtags[-1].upper()) if subtags else None

    def lines(self, numbers: Iterable[Number], country: Country | None = None) -> tuple[str, ...]:
        """Return the lines to show for these purposes: at most three, each naming its country."""
        wanted = tuple(numbers)
        if not wanted:
            return ()
        lines = _of_country(wanted, country) if country else _everywhere(wanted, map(self.by_code, EVERYWHERE))
        return tuple(lines)[:MAX_LINES]


def _of_country(wanted: tuple[Number, ...], country: Country) -> Iterator[str]:
    for purpose, number in _known(wanted, country):
        yield f"{country.name}, {_PURPOSES[purpose]}: {number}"
    if "talk" in wanted and not country.talk:
        yield f"Any country, {_PURPOSES['talk']}: {TALK_ELSEWHERE}"


def _everywhere(wanted: tuple[Number, ...], countries: Iterable[Country | None]) -> Iterator[str]:
    """Yield one line a country, and for all others the local number or a list of talk lines."""
    local, talk = _LOCAL, f"{_label('talk')}: {TALK_ELSEWHERE}"
    if "talk" in wanted:
        local = talk if wanted == ("talk",) else f"{_LOCAL}. {talk}"
    lines = [_joined(numbers, country) for country in countries if country and (numbers := _known(wanted, country))]
    if lines:
        yield from lines[:-1]
        yield f"{lines[-1]}. Elsewhere: {local}"
    else:
        yield local[0].upper() + local[1:]


def _known(wanted: tuple[Number, ...], country: Country) -> list[tuple[Number, str]]:
    return [(purpose, number) for purpose in wanted if (number := country.number(purpose))]


def _joined(numbers: list[tuple[Number, str]], country: Country) -> str:
    (_, first), *others = numbers
    named = (f"{_label(purpose)}: {number}" for purpose, number in others)
    return f"{country.name}: {'. '.join([first, *named])}"


def _label(purpose: Number) -> str:
    return _PURPOSES[purpose].capitalize()
