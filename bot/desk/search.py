"""Searches the entries for words, first in their titles, then in all that they say: `EntrySearch`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faq.languages.folding import folded_words
from faq.models import Entry, Faq
from faq.title_search import TitleSearch


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and the passage with the words; empty if the title has them."""

    entry: Entry
    place: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class EntrySearch:
    """An index of titles, and the other passages of each entry."""

    titles: TitleSearch
    passages: tuple[tuple[Entry, tuple[tuple[str, str, str], ...]], ...]
    """Of each entry the place, the text, and its words without case and accents, a space before each."""

    @classmethod
    def of(cls, faq: Faq) -> EntrySearch:
        """Index a FAQ."""
        indexed = (
            (entry, tuple((place, text, _folded(text)) for place, text in _passages(entry))) for entry in faq.entries
        )
        return cls(TitleSearch.of(faq), tuple(indexed))

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return the entries with words that begin with each typed word; those with them in a title come first."""
        typed = folded_words(text)
        if not typed:
            return ()
        titled = self.titles.search(text)
        passages = dict(self._said(typed))
        first = (self._hit(entry, typed, passages.get(entry, ("", ""))) for entry in titled)
        rest = (Hit(entry, *passage) for entry, passage in passages.items() if entry not in titled)
        return (*first, *rest)

    def _hit(self, entry: Entry, typed: tuple[str, ...], passage: tuple[str, str]) -> Hit:
        title = _folded(f"{entry.question} {entry.label} {entry.topic}")
        return Hit(entry) if _has(title, typed) else Hit(entry, *passage)

    def _said(self, typed: tuple[str, ...]) -> Iterator[tuple[Entry, tuple[str, str]]]:
        """Yield the entries that say the words in one passage, each with the first one."""
        for entry, passages in self.passages:
            found = next(((place, text) for place, text, folded in passages if _has(folded, typed)), None)
            if found or entry.id == "-".join(typed):
                yield entry, found or ("", "")


def _has(folded: str, typed: tuple[str, ...]) -> bool:
    return all(f" {word}" in folded for word in typed)


def _passages(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from (("phrasing", phrasing) for phrasing in entry.phrasings)
    texts = {"answer": entry.answer, "more": entry.more, "newer guidance": entry.note.text if entry.note else ""}
    yield from ((place, line) for place, text in texts.items() for line in text.splitlines() if line)


def _folded(text: str) -> str:
    return "".join(f" {word}" for word in folded_words(text))
