"""What no single entry can know: ids, phrasings, citations and figures, held against each other.

Works on the raw documents, so that an entry with one fault still shows its others. Knows no pydantic model;
each check is a generator of faults, and `crossing` runs them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from faq.loading.document import Document, Fault, Location, Value
from faq.text import words

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document, and where it stands. A step into what isn't there gives an empty place."""

    document: Document
    value: Value
    location: Location = ()

    def at(self, key: str) -> Place:
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(self.document, inner, (*self.location, key))

    def each(self) -> Iterator[Place]:
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Place(self.document, value, (*self.location, index))

    def named(self) -> Iterator[Place]:
        if isinstance(self.value, dict):
            yield from (self.at(key) for key in self.value)

    @property
    def name(self) -> str:
        return str(self.location[-1])

    @property
    def text(self) -> str:
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def texts(self) -> list[str]:
        return [place.text for place in self.each()]

    def fault(self, what: str, cure: str) -> Fault:
        return self.document.fault(self.location, what, cure)


@dataclass(frozen=True, slots=True)
class Content:
    """The documents of a content folder, as places."""

    article: Place
    sources: Place
    safety: Place
    matching: Place
    topics: tuple[Place, ...]

    @property
    def entries(self) -> tuple[Place, ...]:
        return tuple(entry for topic in self.topics for entry in topic.at("entries").each())

    @property
    def sections(self) -> dict[str, Place]:
        return {section.at("name").text: section for section in self.article.at("article").at("sections").each()}


def crossing(content: Content) -> Iterator[Fault]:
    """Every fault that shows only when the entries are held against each other and their sources."""
    checks: tuple[Callable[[Content], Iterator[Fault]], ...] = (
        _ids,
        _phrasings,
        _bases,
        _sources,
        _related,
        _figures,
        _safety,
        _thresholds,
    )
    for check in checks:
        yield from check(content)


def _ids(content: Content) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for entry in content.entries:
        place = entry.at("id")
        if place.text and place.text in first:
            yield place.fault(f"the id `{place.text}` is taken by {_where(first[place.text])}", "give it another id")
        first.setdefault(place.text, place)


def _phrasings(content: Content) -> Iterator[Fault]:
    first: dict[tuple[str, ...], tuple[str, Place]] = {}
    for entry in content.entries:
        name = entry.at("id").text
        for phrasing in entry.at("phrasings").each():
            key = words(phrasing.text)
            if not key:
                if phrasing.text:
                    yield phrasing.fault("this phrasing has no word in it", "write how a person would ask")
                continue
            owner, place = first.setdefault(key, (name, phrasing))
            if place is not phrasing:
                what = f"this phrasing stands under `{owner}` too ({_where(place)})"
                yield phrasing.fault(what, "keep it where it is meant")


def _bases(content: Content) -> Iterator[Fault]:
    for entry in content.entries:
        if not isinstance(entry.value, dict):
            continue
        cites, refer = entry.at("cites"), entry.at("refer")
        if (cites.value is None) == (refer.value is None):
            what = "an entry either cites the article or refers elsewhere"
            yield entry.fault(what, "give it `cites:` or `refer:`, one of them")
        if refer.value is not None and entry.at("note").value is not None:
            yield entry.at("note").fault("a referral has no note", "move its text into the answer")
        if isinstance(cites.value, dict):
            yield from _citation(cites, content)


def _citation(cites: Place, content: Content) -> Iterator[Fault]:
    section, reference = cites.at("section"), cites.at("reference")
    if section.text and section.text not in content.sections:
        cure = f"name one of: {'; '.join(content.sections)}"
        yield section.fault(f"the article has no section `{section.text}`", cure)
    elif reference.value is not None and isinstance(reference.value, int):
        there = content.sections.get(section.text)
        numbers = [number.value for number in there.at("references").each()] if there else []
        if numbers and reference.value in numbers:
            return
        known = ", ".join(str(number) for number in numbers)
        cure = f"it has {known}" if known else "it has none: leave `reference` out"
        yield reference.fault(f"section `{section.text}` has no reference {reference.value}", cure)


def _sources(content: Content) -> Iterator[Fault]:
    known = {source.name for source in content.sources.at("sources").named()}
    lists = [entry.at("refer") for entry in content.entries]
    lists += [entry.at("note").at("sources") for entry in content.entries]
    lists += [reply.at("sources") for reply in content.safety.at("replies").each()]
    for named in lists:
        for source in named.each():
            if source.text and source.text not in known:
                yield source.fault(
                    f"no source is called `{source.text}`", "add it to sources.yaml, or correct the name"
                )


def _related(content: Content) -> Iterator[Fault]:
    known = {entry.at("id").text for entry in content.entries}
    for entry in content.entries:
        for related in entry.at("related").each():
            if related.text and related.text not in known:
                yield related.fault(f"no entry is called `{related.text}`", "correct the id, or remove it")
            elif related.text and related.text == entry.at("id").text:
                yield related.fault("an entry can't be related to itself", "remove it")


def _figures(content: Content) -> Iterator[Fault]:
    """A number may be told only with a source that states it: that is what `figures` lists."""
    stated = {source.name: source.at("figures").texts for source in content.sources.at("sources").named()}
    for entry in content.entries:
        section = content.sections.get(entry.at("cites").at("section").text)
        refer, note = entry.at("refer"), entry.at("note")
        allowed = section.at("figures").texts if section else []
        allowed += [figure for source in refer.texts for figure in stated.get(source, [])]
        yield from _unstated(entry.at("answer"), allowed)
        beyond = [figure for source in note.at("sources").texts for figure in stated.get(source, [])]
        yield from _unstated(note.at("text"), beyond)


def _unstated(place: Place, figures: list[str]) -> Iterator[Fault]:
    for number in dict.fromkeys(_NUMBER.findall(place.text.replace(",", ""))):
        if number not in figures:
            what = f"the number {number} stands in none of the sources that are cited"
            yield place.fault(what, "take it out, or cite the source whose `figures` list it")


def _safety(content: Content) -> Iterator[Fault]:
    replies = {reply.at("id").text for reply in content.safety.at("replies").each()}
    concepts = {concept.name for concept in content.safety.at("concepts").named()}
    for concept in content.safety.at("concepts").named():
        yield from _unnamed(concept, concepts)
    for rule in content.safety.at("rules").each():
        yield from _unnamed(rule.at("unless"), concepts)
        reply = rule.at("reply")
        if reply.text and reply.text not in replies:
            yield reply.fault(f"no reply is called `{reply.text}`", "add it to `replies`, or correct the name")
        for group in rule.at("when").each():
            name = group.text.removeprefix("{").removesuffix("}")
            if name and name not in concepts:
                yield group.fault(f"no concept is called `{name}`", "add it to `concepts`, or correct the name")
            yield from _unnamed(group, concepts)


def _unnamed(phrases: Place, concepts: set[str]) -> Iterator[Fault]:
    for phrase in phrases.each():
        name = phrase.text.removeprefix("{").removesuffix("}")
        if phrase.text == f"{{{name}}}" and name not in concepts | {"number", "many"}:
            yield phrase.fault(f"no concept is called `{name}`", "add it to `concepts`, or correct the name")


def _thresholds(content: Content) -> Iterator[Fault]:
    thresholds = content.matching.at("thresholds")
    answer, suggest = thresholds.at("answer").value, thresholds.at("suggest").value
    if isinstance(answer, float) and isinstance(suggest, float) and suggest > answer:
        yield thresholds.at("suggest").fault("`suggest` is above `answer`", "suggest from a lower score than answer")


def _where(place: Place) -> str:
    line, _ = place.document.places.get(place.location, (1, 1))
    return f"{place.document.file}, line {line}"
