"""A value of a document and where it stands: what the checks walk over. Knows no file and no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faq.loading.yaml_document import Document, Fault, Location, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document, and where it stands. A step into what isn't there gives an empty place.

    What is gathered from many places (`names`, `texts`) can't be told where one of them was refused. A check that
    leans on it is then silent: one cause gives one fault.
    """

    document: Document
    value: Value
    location: Location = ()

    def at(self, key: str) -> Place:
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(self.document, inner, (*self.location, key))

    def each(self) -> Iterator[Place]:
        """The members of a list."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Place(self.document, value, (*self.location, index))

    def named(self) -> Iterator[Place]:
        """The values of a mapping, each under its key."""
        if isinstance(self.value, dict):
            yield from (self.at(key) for key in self.value)

    @property
    def name(self) -> str:
        return str(self.location[-1])

    @property
    def text(self) -> str:
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def where(self) -> str:
        line, _ = self.document.places.get(self.location, (1, 1))
        return f"{self.document.file}, line {line}"

    def names(self, key: str) -> frozenset[str]:
        """What the members of a list are called; none of them if one can't be told."""
        names = frozenset(member.at(key).text for member in self.each())
        return frozenset() if "" in names else names

    def texts(self, key: str) -> tuple[str, ...] | None:
        """The texts listed under a key: none where the key is left out, None where they can't be told."""
        if not isinstance(self.value, dict):
            return None
        if key not in self.value:
            return ()
        texts = tuple(member.text for member in self.at(key).each())
        return texts if all(texts) and isinstance(self.value[key], list) else None

    def fault(self, what: str, cure: str) -> Fault:
        return self.document.fault(self.location, what, cure)


def taken(members: Iterable[Place]) -> Iterator[Fault]:
    """A fault for each id that an earlier member has."""
    first: dict[str, Place] = {}
    for place in (member.at("id") for member in members):
        if place.text and place.text in first:
            yield place.fault(f"the id `{place.text}` is taken by {first[place.text].where}", "give it another id")
        first.setdefault(place.text, place)
