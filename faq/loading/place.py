"""A value of a document together with its location: the checks walk over places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faq.loading.yaml_document import Document, Fault, Location, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document and its location. A step to a missing key gives an empty place.

    `names` and `texts` return nothing if any member is invalid, so that dependent checks stay quiet and each mistake
    is reported once.
    """

    document: Document
    value: Value
    location: Location = ()

    def at(self, key: str) -> Place:
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(self.document, inner, (*self.location, key))

    def each(self) -> Iterator[Place]:
        """Yield the members of a list."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Place(self.document, value, (*self.location, index))

    def each_with(self, signs: re.Pattern[str]) -> Iterator[Place]:
        """Yield the texts of a list that have one of some signs: a few of many, so the others make no places."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                if isinstance(value, str) and signs.search(value):
                    yield Place(self.document, value, (*self.location, index))

    def named(self) -> Iterator[Place]:
        """Yield the values of a mapping."""
        if isinstance(self.value, dict):
            yield from (self.at(key) for key in self.value)

    @property
    def name(self) -> str:
        return str(self.location[-1])

    @property
    def text(self) -> str:
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def line(self) -> str:
        line, _ = self.document.places.get(self.location, (1, 1))
        return f"{self.document.file}, line {line}"

    def names(self, key: str) -> frozenset[str]:
        """Return the text under a key of every member of a list; none if one is invalid."""
        names = frozenset(member.at(key).text for member in self.each())
        return frozenset() if "" in names else names

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return the texts listed under a key: () if the key is missing, None if any of them is invalid."""
        if not isinstance(self.value, dict):
            return None
        if key not in self.value:
            return ()
        texts = tuple(member.text for member in self.at(key).each())
        return texts if all(texts) and isinstance(self.value[key], list) else None

    def fault(self, problem: str, cure: str) -> Fault:
        return self.document.fault(self.location, problem, cure)


def duplicate_ids(members: Iterable[Place]) -> Iterator[Fault]:
    """Yield a fault for each id that an earlier member has."""
    first: dict[str, Place] = {}
    for place in (member.at("id") for member in members):
        if place.text and place.text in first:
            yield place.fault(f"the id `{place.text}` is already used in {first[place.text].line}", "choose another id")
        first.setdefault(place.text, place)
