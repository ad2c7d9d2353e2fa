"""Spelling of the words that the rules use: their forms and likely misspellings.

A misspelt word is compared, by optimal string alignment, with the known words of about its length that begin with its
first letter (typos seldom hit that one) or, where the first two letters are swapped, its second.
Common words are never repaired: chess is not chest, pulls is not pills, and the French fait is not faint.

Separate from `faq.matching.spelling`, because red flags must not depend on the words of the entries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA
from Stemmer import Stemmer

_SHORTEST = 4
"""Letters. Shorter words are too alike; in words of this length only a swap is repaired."""
_LONG = 8
"""From this length on two slips are repaired."""
_LONGEST = 16
_RUN = re.compile(r"(.)\1{2,}")
_VOWELS = frozenset("aeiou")


def _common_words() -> frozenset[str]:
    lines = files("faq.safety").joinpath("common_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Spelling:
    """Stems, forms and misspellings of a set of known words."""

    def __init__(self, known: Iterable[str], foreign: Iterable[str] = ()) -> None:
        known = sorted(known)
        self._common = _common_words().union(foreign)
        stem = Stemmer("english").stemWord
        explicit = {word: stem(word) for word in known}
        inflected = {form: explicit[word] for word in known for form in _inflected(word)}
        self._stems: dict[str, str] = inflected | explicit
        self._parts = frozenset(word for word in known if len(word) >= _SHORTEST or word in _SHORT_PARTS)
        self._nearby: dict[tuple[str, int], list[str]] = defaultdict(list)
        for form in sorted(self._stems):
            if _SHORTEST <= len(form) <= _LONGEST:
                for length in range(len(form) - _slips(form), len(form) + _slips(form) + 1):
                    self._nearby[form[0], length].append(form)

    def stem(self, word: str) -> str:
        """Return the stem of a known word; any other word unchanged."""
        return self._stems.get(word, word)

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the known forms that a word may mean: itself if it is known or common, otherwise the nearest."""
        if word in self._stems or word in self._common:
            return (word,)
        for shortened in (_RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)):
            if shortened in self._stems:
                return (shortened,)
        return self._repaired(word) or (word,)

    def parts(self, word: str) -> tuple[str, ...]:
        """Split two known words that run together: chestpain -> chest, pain."""
        if word in self._stems or word in self._common or not _LONG <= len(word) <= _LONGEST:
            return (word,)
        for cut in range(2, len(word) - 1):
            if word[:cut] in self._parts and word[cut:] in self._parts:
                return word[:cut], word[cut:]
        return (word,)

    def _repaired(self, word: str) -> tuple[str, ...]:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return ()
        nearby = (*self._nearby.get((word[0], len(word)), ()), *self._nearby.get((word[1], len(word)), ()))
        scored = process.extract(word, nearby, scorer=OSA.distance, score_cutoff=_slips(word), limit=None)
        distances = {form: distance for form, distance, _ in scored if _is_typo(word, form, distance)}
        best = min(distances.values(), default=0)
        return tuple(sorted(form for form, distance in distances.items() if distance == best))


_SHORT_PARTS = frozenset({"my", "me", "to", "in", "of", "can", "not", "do", "die", "end", "too", "ate", "leg", "own"})
"""Short words that often run into their neighbours; other short words would be found anywhere."""


def _slips(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _is_typo(word: str, form: str, distance: float) -> bool:
    """Allow the slips of the shorter word; the shortest words may only have letters swapped."""
    shorter, longer = sorted((word, form), key=len)
    swapped = sorted(word) == sorted(form)
    return distance <= _slips(shorter) and (len(longer) > _SHORTEST or swapped) and (word[0] == form[0] or swapped)


def _inflected(word: str) -> Iterator[str]:
    """Yield the regular forms of a word. A form that does not exist does no harm."""
    if len(word) < 3 or not word.isalpha():
        return
    base = word.removesuffix("e")
    yield from (f"{word}s", f"{base}ed", f"{base}ing")
    if word[-1] in "shx":
        yield f"{word}es"
    if word[-1] == "y" and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied")
    if word[-1] not in _VOWELS and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")
