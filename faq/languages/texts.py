"""What a person reads whose language is not read: the card, and the opening of an urgent reply, with whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faq.helplines import EVERYWHERE, TALK_ELSEWHERE, Country, Helplines, Number
from faq.models import Language, UrgentReply

MOST_COUNTRIES = 4
"""Countries that are named where the user's is not known."""


def card_lines(language: Language, helplines: Helplines, country: Country | None = None) -> tuple[str, ...]:
    """Return the lines of the card: whom to call in an emergency, to talk, and after a poisoning."""
    return tuple(_lines(language, _Numbers(language, helplines, country), ("emergency", "talk", "poison")))


def urgent_lines(
    language: Language, reply: UrgentReply, helplines: Helplines, country: Country | None = None
) -> tuple[str, ...]:
    """Return the opening of an urgent reply in its reader's language, with the numbers that the reply names."""
    opening = language.card.crisis if "talk" in reply.numbers else language.card.urgent
    others: tuple[Number, ...] = ("poison", "talk")
    purposes = ("emergency", *(purpose for purpose in others if purpose in reply.numbers))
    return (opening, *_lines(language, _Numbers(language, helplines, country), purposes))


def _lines(language: Language, numbers: _Numbers, purposes: Iterable[Number]) -> Iterator[str]:
    card = language.card
    sentences: dict[Number, str] = {"emergency": card.emergency, "talk": card.talk, "poison": card.poison}
    return (numbers.line(sentences[purpose], purpose) for purpose in purposes)


class _Numbers:
    """The numbers of the countries that a reader most likely writes from, under their names in the language."""

    def __init__(self, language: Language, helplines: Helplines, country: Country | None) -> None:
        codes = [country.code] if country else [*language.countries][:MOST_COUNTRIES] or EVERYWHERE
        self._language, self._countries = language, [each for code in codes if (each := helplines.by_code(code))]

    def line(self, sentence: str, purpose: Number) -> str:
        numbers = "; ".join(self._of(purpose))
        return f"{sentence}: {numbers}" if numbers else f"{sentence}."

    def _of(self, purpose: Number) -> Iterator[str]:
        """Yield each country's number; without a poison line, the emergency number is the one to call."""
        known = False
        for country in self._countries:
            number = country.number(purpose) or (country.emergency if purpose == "poison" else "")
            if number:
                known = True
                yield f"{self._language.countries.get(country.code, country.name)} {number}"
        if purpose == "talk" and not known:
            yield TALK_ELSEWHERE
