"""What no single entry can know: ids, phrasings, related entries, thresholds, held against each other.

Works on the raw documents, so that an entry with one fault still shows its others; where what a check leans on
was refused, it is silent. Knows no pydantic model; each check is a generator of faults, and `crossing` runs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from faq.loading.citations import bases, figures, sources
from faq.loading.place import Place, taken
from faq.loading.red_flags import emergencies, red_flags
from faq.loading.yaml_document import Fault
from faq.text import words


@dataclass(frozen=True, slots=True)
class ContentDocuments:
    """The documents of a content folder, as places."""

    article: Place
    sources: Place
    safety: Place
    matching: Place
    emergencies: Place
    topics: tuple[Place, ...]

    @property
    def entries(self) -> tuple[Place, ...]:
        return tuple(entry for topic in self.topics for entry in topic.at("entries").each())

    @property
    def ids(self) -> frozenset[str]:
        """The id of every entry; none if one can't be told."""
        of_topics = [topic.at("entries").names("id") for topic in self.topics]
        return frozenset().union(*of_topics) if all(of_topics) else frozenset()


def crossing(content: ContentDocuments) -> Iterator[Fault]:
    """Every fault that shows only when the entries are held against each other and their sources."""
    checks: tuple[Callable[[ContentDocuments], Iterator[Fault]], ...] = (_ids, _phrasings, _related, _thresholds)
    for check in checks:
        yield from check(content)
    entries = content.entries
    yield from bases(entries, content.article)
    yield from sources(entries, content.safety, content.sources)
    yield from figures(entries, content.article, content.sources)
    yield from red_flags(content.safety)
    yield from emergencies(content.emergencies, content.safety)


def _ids(content: ContentDocuments) -> Iterator[Fault]:
    return taken(content.entries)


def _phrasings(content: ContentDocuments) -> Iterator[Fault]:
    """The question is a phrasing too: no two entries may claim the same words. Its own question may be repeated."""
    first: dict[tuple[str, ...], tuple[str, Place]] = {}
    for entry in content.entries:
        name, question = entry.at("id").text, entry.at("question")
        for phrasing in (question, *entry.at("phrasings").each()):
            key = words(phrasing.text)
            if not key:
                if phrasing.text:
                    yield phrasing.fault("this phrasing has no word in it", "write how a person would ask")
                continue
            owner, place = first.setdefault(key, (name, phrasing))
            if place is not phrasing and place is not question:
                what = f"this phrasing stands under `{owner}` too ({place.where})"
                yield phrasing.fault(what, "keep it where it is meant")


def _related(content: ContentDocuments) -> Iterator[Fault]:
    known = content.ids
    for entry in content.entries:
        for related in entry.at("related").each():
            if related.text and related.text == entry.at("id").text:
                yield related.fault("an entry can't be related to itself", "remove it")
            elif related.text and known and related.text not in known:
                yield related.fault(f"no entry is called `{related.text}`", "correct the id, or remove it")


def _thresholds(content: ContentDocuments) -> Iterator[Fault]:
    for level in content.matching.at("thresholds").named():
        suggest, answer, unasked = (_share(level.at(key)) for key in ("suggest", "answer", "unasked"))
        if suggest is not None and answer is not None and suggest > answer:
            yield level.at("suggest").fault("`suggest` is above `answer`", "suggest from a lower score than answer")
        if answer is not None and unasked is not None and unasked < answer:
            cure = "answer unasked from a higher score than when asked"
            yield level.at("unasked").fault("`unasked` is below `answer`", cure)


def _share(place: Place) -> float | None:
    number = place.value
    return number if isinstance(number, (int, float)) and 0 <= number <= 1 else None
