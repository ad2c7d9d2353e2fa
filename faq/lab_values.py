"""Laboratory values in a question: which test, which number, which unit.

A ferritin of 400 must not be answered by the text on low ferritin, nor a hemoglobin of 9 by that on ferritin. Nothing
here judges a value: it only tells which text is not about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faq.text import normalise

_REACH = 7
"""Words between a test's name and its number: "ferritin, taken last week, came back at 12"."""
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-zμ]+\d*(?:/[a-z]+)?|%")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNTED = re.compile(
    "am|pm|mg|mcg|iu|ml|tablets?|pills?|capsules?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|y(?:ea)?rs?|yo|times?|"
    "nights?|people|kids|pounds|lbs|kg|st|nd|rd|th"
)
"""Words behind a number that is no laboratory value: an age, a time, a dose."""
_AGE = frozenset({"am", "age", "aged", "turned"})
"""Words before a number that make it an age."""
_YEAR = frozenset({"since", "in", "year"})
"""Words before a number of four digits that make it a year."""


@dataclass(frozen=True, slots=True)
class LabTest:
    """A test by the names and the units that people give it."""

    id: str
    names: tuple[str, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabRange:
    """The values of a test that an entry is about: from the first, and below the second."""

    test: str
    start: float = 0.0
    below: float = float("inf")


@dataclass(frozen=True, slots=True)
class LabValue:
    """A number in a question, and its test; empty for a test that is not known, or for another unit."""

    test: str
    number: float


class LabValues:
    """Reads the values of some tests."""

    def __init__(self, tests: tuple[LabTest, ...]) -> None:
        self._names: Mapping[tuple[str, ...], LabTest] = {
            tuple(_TOKEN.findall(normalise(name))): test for test in tests for name in test.names
        }
        self._longest = max(map(len, self._names), default=0)
        self._units: dict[str, list[LabTest]] = {}
        for test in tests:
            for unit in test.units:
                self._units.setdefault(normalise(unit), []).append(test)

    def read(self, question: str) -> tuple[LabValue, ...]:
        """Return the values that a question names with their test or their unit, in order."""
        if not self._names:
            return ()
        tokens = _TOKEN.findall(normalise(question))
        return tuple(self._values(tokens, tuple(self._named(tokens))))

    def _named(self, tokens: list[str]) -> Iterator[tuple[int, int, LabTest]]:
        """Yield the tests named: start, end and test; the longest name wins."""
        start = 0
        while start < len(tokens):
            lengths = range(min(self._longest, len(tokens) - start), 0, -1)
            found = next((n for n in lengths if tuple(tokens[start : start + n]) in self._names), 0)
            if found:
                yield start, start + found, self._names[tuple(tokens[start : start + found])]
            start += found or 1

    def _values(self, tokens: list[str], named: tuple[tuple[int, int, LabTest], ...]) -> Iterator[LabValue]:
        for index, token in enumerate(tokens):
            before, following = (["", *tokens][index], [*tokens, ""][index + 1])
            if not _NUMBER.fullmatch(token) or _is_counted(before, token, following):
                continue
            test, unit = _nearest(named, index), self._unit(following)
            if unit is not None and test not in unit:
                test = unit[0] if test is None and len(unit) == 1 else None
            elif test is None:
                continue
            yield LabValue(test.id if test else "", float(token.replace(",", "")))

    def _unit(self, word: str) -> list[LabTest] | None:
        """Return the tests that are given in a unit: none for an unknown unit, None if the word is no unit."""
        if word in self._units:
            return self._units[word]
        return [] if "/" in word or word == "%" else None


def _nearest(named: tuple[tuple[int, int, LabTest], ...], index: int) -> LabTest | None:
    """Return the test named last before a number, or else next behind it, within reach."""
    before = [test for _, end, test in named if 0 <= index - end <= _REACH]
    behind = [test for start, _, test in named if 0 < start - index <= _REACH]
    return before[-1] if before else behind[0] if behind else None


def _is_counted(before: str, number: str, following: str) -> bool:
    """Whether a number is an age, a year, a time or a dose, by the words around it."""
    is_year = before in _YEAR and re.fullmatch(r"(?:19|20)\d\d", number) is not None
    return is_year or before in _AGE or _COUNTED.fullmatch(following) is not None


def is_about(values: tuple[LabValue, ...], within: LabRange) -> bool:
    """Whether any of the values of a question is one that an entry is about; true if there are none."""
    return not values or any(
        value.test == within.test and within.start <= value.number < within.below for value in values
    )
