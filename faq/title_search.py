"""Searches the entries as a search box does: by the beginnings of words, the best titles first. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto

from faq.languages.folding import folded_words
from faq.matching.spelling import stem
from faq.models import Entry, Faq
from faq.text import words

TELLING_SHARE = 0.05
"""A telling word is in at least this share of an entry's phrasings, …"""
TELLING_LIFT = 3.0
"""… and this many times as frequent there as in the other entries on average: "how" is frequent in most."""
_LAST = chr(0x10FFFF)


class Place(IntEnum):
    """Where an entry has the words that were typed, the best place first."""

    LABEL_START = auto()
    LABEL = auto()
    QUESTION = auto()
    PHRASINGS = auto()
    TOPIC = auto()


@dataclass(frozen=True, slots=True)
class TitleSearch:
    """An index of the words of labels, questions and topics, and of those that tell in phrasings."""

    entries: tuple[Entry, ...]
    labels: tuple[tuple[str, ...], ...]
    """The words of each entry's label, in order."""
    vocabulary: tuple[str, ...]
    """All words, sorted: those with the same beginning stand together."""
    places: tuple[Mapping[int, Place], ...]
    """For each word the entries that have it, and the best place where they do."""

    @classmethod
    def of(cls, faq: Faq) -> TitleSearch:
        """Index a FAQ, in the order of its topics."""
        entries = tuple(entry for topic in faq.topics.values() for entry in topic)
        places: dict[str, dict[int, Place]] = {}
        for number, telling in enumerate(_telling(entries)):
            for place, word in _indexed(entries[number], telling):
                places.setdefault(word, {}).setdefault(number, place)
        vocabulary = tuple(sorted(places))
        labels = tuple(_words(entry.short) for entry in entries)
        return cls(entries, labels, vocabulary, tuple(places[word] for word in vocabulary))

    def search(self, text: str) -> tuple[Entry, ...]:
        """Return the entries with words that begin with each typed word, in any order."""
        typed = _words(text)
        found = [self._beginning(word) or self._beginning(stem(word)) for word in dict.fromkeys(typed)]
        common = set(found[0]).intersection(*found[1:]) if found else set()
        ranked = sorted((self._rank(number, typed, found), number) for number in common)
        return tuple(self.entries[number] for _, number in ranked)

    def _beginning(self, prefix: str) -> dict[int, Place]:
        """Return the entries with a word that begins so, and the best place of one."""
        first, last = bisect_left(self.vocabulary, prefix), bisect_left(self.vocabulary, prefix + _LAST)
        best: dict[int, Place] = {}
        for places in self.places[first:last]:
            for number, place in places.items():
                best[number] = min(place, best.get(number, place))
        return best

    def _rank(self, number: int, typed: tuple[str, ...], found: list[dict[int, Place]]) -> Place:
        """Return the place of the word that was found last."""
        *whole, last = typed
        start = self.labels[number][: len(typed)]
        if start[:-1] == tuple(whole) and len(start) == len(typed) and start[-1].startswith(last):
            return Place.LABEL_START
        return max(places[number] for places in found)


def _indexed(entry: Entry, telling: frozenset[str]) -> Iterator[tuple[Place, str]]:
    """Yield the words of an entry, the best place first."""
    yield from ((Place.LABEL, word) for word in _variants(entry.short))
    yield from ((Place.QUESTION, word) for word in _variants(entry.question))
    yield from ((Place.PHRASINGS, word) for word in telling)
    yield from ((Place.TOPIC, word) for word in _variants(entry.topic))


def _telling(entries: tuple[Entry, ...]) -> list[frozenset[str]]:
    """Return the words that each entry's phrasings use much, and those of others don't."""
    shares = [_shares(entry.phrasings) for entry in entries]
    total: Counter[str] = Counter()
    for each in shares:
        total.update(each)
    lift = TELLING_LIFT / max(len(entries) - 1, 1)
    return [
        frozenset(word for word, share in each.items() if share >= max(TELLING_SHARE, lift * (total[word] - share)))
        for each in shares
    ]


def _shares(phrasings: tuple[str, ...]) -> dict[str, float]:
    """Return the share of the phrasings that use each word."""
    counts = Counter(word for phrasing in phrasings for word in set(_words(phrasing)))
    return {word: count / len(phrasings) for word, count in counts.items()}


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents, with contractions expanded."""
    return folded_words(" ".join(words(text)))


def _variants(text: str) -> tuple[str, ...]:
    """Return the words of a title, contractions also as they are typed: "won" finds "won't" before it is whole."""
    return _words(text) + folded_words(text)
