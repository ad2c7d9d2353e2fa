"""Checks across entries and files: ids, phrasings, related entries, thresholds; `citations` and `red_flags` add theirs.

Works on raw documents, so that an entry with one fault still shows its others; skips checks that depend on an invalid
value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faq.loading.citations import basis_faults, figure_faults, source_faults
from faq.loading.helplines import language_faults
from faq.loading.languages import translation_faults
from faq.loading.place import Place, duplicate_ids
from faq.loading.red_flags import emergency_faults, red_flag_faults
from faq.loading.yaml_document import Fault
from faq.text import words


@dataclass(frozen=True, slots=True)
class ContentDocuments:
    """The documents of a content folder, as places."""

    faq: Place
    sources: Place
    safety: Place
    replies: Place
    helplines: Place
    matching: Place
    emergencies: Place
    topics: tuple[Place, ...]
    languages: tuple[Place, ...]

    @property
    def entries(self) -> tuple[Place, ...]:
        return tuple(entry for topic in (self.faq, *self.topics) for entry in topic.at("entries").each())

    @property
    def ids(self) -> frozenset[str]:
        """The id of every entry; none if one is invalid."""
        of_topics = [topic.at("entries").names("id") for topic in self.topics]
        if not all(of_topics):
            return frozenset()
        return self.faq.at("entries").names("id").union(*of_topics)


def reference_faults(content: ContentDocuments) -> Iterator[Fault]:
    """Yield every fault that no single entry shows."""
    entries = content.entries
    phrasings = tuple(_phrasings(entries))
    yield from duplicate_ids(entries)
    yield from _repeated(phrasings)
    yield from _related(content)
    yield from _starters(content)
    yield from _unlike(entries, phrasings)
    yield from _thresholds(content.matching)
    yield from _values(content)
    yield from basis_faults(entries, content.faq)
    yield from source_faults(entries, content.replies, content.sources)
    yield from figure_faults(entries, content.replies, content.faq, content.sources)
    yield from red_flag_faults(content.safety, content.replies)
    yield from language_faults(content.helplines)
    yield from emergency_faults(content.emergencies, content.replies)
    yield from translation_faults(content.languages, content.replies, content.helplines)


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """A phrasing of an entry; the question, which counts as one, is the first."""

    entry: str
    question: Place
    place: Place
    words: tuple[str, ...]


def _phrasings(entries: tuple[Place, ...]) -> Iterator[_Phrasing]:
    for entry in entries:
        entry_id, question = entry.at("id").text, entry.at("question")
        for place in (question, *entry.at("phrasings").each()):
            yield _Phrasing(entry_id, question, place, words(place.text))


def _repeated(phrasings: tuple[_Phrasing, ...]) -> Iterator[Fault]:
    """Yield faults for phrasings used twice; an entry may repeat its own question."""
    first: dict[tuple[str, ...], _Phrasing] = {}
    for phrasing in phrasings:
        place = phrasing.place
        if not phrasing.words:
            if place.text:
                yield place.fault("this phrasing contains no word", "write it as a user would ask")
            continue
        other = first.setdefault(phrasing.words, phrasing)
        if other is not phrasing and other.place is not phrasing.question:
            yield place.fault(f"this phrasing is also under `{other.entry}` ({other.place.line})", "remove one of them")


def _related(content: ContentDocuments) -> Iterator[Fault]:
    known = content.ids
    for entry in content.entries:
        for related in entry.at("related").each():
            if related.text and related.text == entry.at("id").text:
                yield related.fault("an entry cannot be related to itself", "remove it")
            elif related.text and known and related.text not in known:
                yield related.fault(f"unknown entry `{related.text}`", "correct the id, or remove it")


def _starters(content: ContentDocuments) -> Iterator[Fault]:
    known = content.ids
    for starter in content.faq.at("starters").each():
        if starter.text and known and starter.text not in known:
            yield starter.fault(f"unknown entry `{starter.text}`", "correct the id, or remove it")


def _unlike(entries: tuple[Place, ...], phrasings: tuple[_Phrasing, ...]) -> Iterator[Fault]:
    """Yield faults for messages that an entry is unlike and that an entry, the same or another, has as a phrasing."""
    owners = {phrasing.words: phrasing.entry for phrasing in phrasings}
    for entry in entries:
        for kind in entry.at("unlike").named():
            for message in kind.each():
                if owner := owners.get(words(message.text)):
                    yield message.fault(f"this message is a phrasing of `{owner}`", "remove one of them")


def _values(content: ContentDocuments) -> Iterator[Fault]:
    known = {test.name for test in content.matching.at("tests").named()}
    for entry in content.entries:
        test = entry.at("values").at("test")
        if test.text and test.text not in known:
            yield test.fault(f"unknown test `{test.text}`", "add it to `tests` of matching.yaml, or correct the name")


def _thresholds(matching: Place) -> Iterator[Fault]:
    for level in matching.at("thresholds").named():
        suggest, answer, unasked = (_share(level.at(key)) for key in ("suggest", "answer", "unasked"))
        if suggest is not None and answer is not None and suggest > answer:
            yield level.at("suggest").fault("`suggest` is above `answer`", "lower `suggest`, or raise `answer`")
        if answer is not None and unasked is not None and unasked < answer:
            yield level.at("unasked").fault("`unasked` is below `answer`", "raise `unasked`, or lower `answer`")


def _share(place: Place) -> float | None:
    number = place.value
    return number if isinstance(number, (int, float)) and 0 <= number <= 1 else None
