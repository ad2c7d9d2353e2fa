"""The words that the rules use, in all their forms and likely misspellings. Pure; knows words, never their meaning.

A misspelt word is looked up by what is left of it with a letter or two taken out (as both misspelling and word lose
letters to the same remainder), and what is found is measured with the optimal string alignment distance.
Ordinary words are never taken for misspellings: chess is not chest, pulls is not pills.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

from faq.safety.ordinary import ORDINARY

_SHORTEST = 4
"""Shorter words are too near each other; of two this short neither is meant by the other."""
_LONG = 8
"""From this length on two slips are forgiven."""
_LONGEST = 16
_RUN = re.compile(r"(.)\1{2,}")
_VOWELS = frozenset("aeiou")


class Spelling:
    """Known words: their stems, their forms, and the known words that a misspelling may mean."""

    def __init__(self, known: Iterable[str]) -> None:
        known = sorted(known)
        stem = stemmer("english").stemWord
        explicit = {word: stem(word) for word in known}
        inflected = {form: explicit[word] for word in known for form in _inflected(word)}
        self._stems: dict[str, str] = inflected | explicit
        self._parts = frozenset(word for word in known if len(word) >= _SHORTEST or word in _JOINTS)
        self._nearby: dict[str, list[str]] = defaultdict(list)
        for form in self._stems:
            if _SHORTEST <= len(form) <= _LONGEST:
                for rest in _remainders(form, _slips(form)):
                    self._nearby[rest].append(form)

    def stem(self, word: str) -> str:
        """The stem of a known word; any other word is its own."""
        return self._stems.get(word, word)

    def forms(self, word: str) -> tuple[str, ...]:
        """The known forms that a word may stand for: itself where it is known or ordinary, else the nearest."""
        if word in self._stems or word in ORDINARY:
            return (word,)
        for calm in (_RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)):
            if calm in self._stems:
                return (calm,)
        return self._repaired(word) or (word,)

    def parts(self, word: str) -> tuple[str, ...]:
        """Two known words grown together, taken apart: chestpain -> chest, pain."""
        if word in self._stems or word in ORDINARY or not _LONG <= len(word) <= _LONGEST:
            return (word,)
        for cut in range(2, len(word) - 1):
            if word[:cut] in self._parts and word[cut:] in self._parts:
                return word[:cut], word[cut:]
        return (word,)

    def _repaired(self, word: str) -> tuple[str, ...]:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return ()
        near = {form for rest in _remainders(word, _slips(word)) for form in self._nearby.get(rest, ())}
        far = {form: OSA.distance(word, form) for form in near if _alike(word, form)}
        best = min(far.values(), default=0)
        return tuple(sorted(form for form, distance in far.items() if distance == best <= _slips(min(word, form, key=len))))


_JOINTS = frozenset({"my", "me", "to", "in", "of", "can", "not", "do", "die", "end", "too", "ate", "leg", "own"})
"""Short words that grow together with their neighbours; other short words would find themselves anywhere."""


def _slips(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _alike(word: str, form: str) -> bool:
    """Ask a short misspelling to keep its first letter: people seldom miss it, and ordinary words differ in it."""
    shorter, longer = sorted((len(word), len(form)))
    return longer > _SHORTEST and (word[0] == form[0] or shorter > _SHORTEST + 1)


def _remainders(word: str, slips: int) -> set[str]:
    """What is left of a word with up to so many letters taken out, itself included."""
    found = once = {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
    if slips > 1:
        found = once | {rest[:place] + rest[place + 1 :] for rest in once for place in range(len(rest))}
    return found


def _inflected(word: str) -> Iterator[str]:
    """Make the regular forms of a word. A form that no one writes does no harm."""
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
