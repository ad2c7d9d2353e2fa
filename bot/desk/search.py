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
        titled = self.titles.search(text)
        return (*map(Hit, titled), *(hit for hit in self._said(typed) if hit.entry not in titled)) if typed else ()

    def _said(self, typed: tuple[str, ...]) -> Iterator[Hit]:
        for entry, passages in self.passages:
            found = next((each for each in passages if all(f" {word}" in each[2] for word in typed)), None)
            if found or entry.id == "-".join(typed):
                place, text, _ = found or ("", "", "")
                yield Hit(entry, place, text)


def _passages(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from (("phrasing", phrasing) for phrasing in entry.phrasings)
    texts = {"answer": entry.answer, "more": entry.more, "newer guidance": entry.note.text if entry.note else ""}
    yield from ((place, line) for place, text in texts.items() for line in text.splitlines() if line)


def _folded(text: str) -> str:
    return "".join(f" {word}" for word in folded_words(text))
