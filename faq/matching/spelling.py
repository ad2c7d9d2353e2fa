"""What the content's words are, and how a typed word is read as one of them.

A question is read word by word: synonyms are curated, a word that no phrasing uses is read as the known word it
is nearest to, as two words run together, or as the beginning of one. Knows words, not entries; no scores.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.text import words

NEAREST = 0.75
"""OSA similarity from which an unknown word is read as a known one: one slip in four letters."""
SHORTEST = 3
"""Letters of the shortest word that is repaired: a slip in a shorter one leaves nothing to go by."""
_RUN_TOGETHER = range(6, 31)
"""Letters of a word that may be two or three run together."""
LONGEST_TERM = 4
"""Words of the longest curated synonym."""
_BEGINNING = 0.8
"""How far a word counts that is read from its beginning, or from two run together."""
_NEIGHBOURS = {
    key: near
    for row in (
        "q:wa w:qesa e:wrsd r:etdf t:ryfg y:tugh u:yihj i:uojk o:ipkl p:ol",
        "a:qwsz s:awedxz d:serfcx f:drtgvc g:ftyhbv h:gyujnb j:huikmn k:jiolm l:kop",
        "z:asx x:zsdc c:xdfv v:cfgb b:vghn n:bhjm m:njk",
    )
    for key, near in (pair.split(":") for pair in row.split())
}

_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The Snowball stem of a word; words with a digit stay as they are."""
    return str(_stemmer.stemWord(word)) if word.isalpha() else word


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question: as typed, as read (None: unknown), and how sure that reading is (0 to 1)."""

    typed: str
    word: str | None
    confidence: float = 1.0

    @property
    def stem(self) -> str | None:
        return self.word and stem(self.word)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all phrasings, with how many phrasings use each."""

    counts: Mapping[str, int]
    vocabulary: tuple[str, ...]
    windows: Mapping[int, tuple[str, ...]]
    """For each length of a typed word the known words that can be near it: each slip changes it by one letter."""
    synonyms: Mapping[tuple[str, ...], tuple[str, ...]]
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The phrasings' own words, which are asked for again and again."""

    @classmethod
    def of(cls, phrasings: Iterable[str], synonyms: Mapping[str, str]) -> Lexicon:
        """The lexicon of some phrasings and curated synonyms (typed form -> form that phrasings use)."""
        terms = {words(typed): words(meant) for typed, meant in synonyms.items()}
        readings = {phrasing: _shared(_replaced(words(phrasing), terms)) for phrasing in phrasings}
        counts = Counter(word for reading in readings.values() for word in set(reading))
        single = {term[0] for term in terms if len(term) == 1}
        vocabulary = tuple(sorted(counts.keys() | single))
        return cls(dict(counts), vocabulary, _windows(vocabulary), terms, readings)

    def without_readings(self) -> Lexicon:
        """The same lexicon, the phrasings' own words let go once nobody asks for them any more."""
        return replace(self, readings={})

    def canonical(self, text: str) -> tuple[str, ...]:
        """The words of a text with curated synonyms replaced, nothing repaired."""
        reading = self.readings.get(text)
        return _replaced(words(text), self.synonyms) if reading is None else reading

    def read(self, question: str) -> tuple[Token, ...]:
        """Token a question word by word, repairing what no phrasing uses. Linear in the question's words."""
        typed = self.canonical(question)
        once = {word: tuple(self._read(word, last=False)) for word in dict.fromkeys(typed[:-1])}
        reads = [read for word in typed[:-1] for read in once[word]]
        if typed:
            reads.extend(self._read(typed[-1], last=True))
        return tuple(reads)

    def _read(self, word: str, *, last: bool) -> Iterator[Token]:
        if word in self.counts:
            yield Token(word, word)
        elif len(word) < SHORTEST or not word.isalpha():
            yield Token(word, None)
        else:
            yield from self._guessed(word, self._nearest(word), last=last)

    def _guessed(self, word: str, near: tuple[str, float] | None, *, last: bool) -> Iterator[Token]:
        if last and (beginning := self._begun(word)) and self._rather_begun(near, beginning):
            yield Token(word, beginning, _BEGINNING)
        elif near:
            yield from self._meant(word, near)
        elif parts := self._parts(word):
            yield from (Token(word, part, _BEGINNING) for part in parts)
        elif len(word) > SHORTEST and (beginning := self._begun(word)):
            yield Token(word, beginning, _BEGINNING)
        else:
            yield Token(word, None)

    def _rather_begun(self, near: tuple[str, float] | None, beginning: str) -> bool:
        """Whether a last word is more likely cut short by somebody still typing than mistyped."""
        if near is None or near[0][0] != beginning[0]:  # a slip rarely is the first letter
            return True
        return self.counts[beginning] >= self.counts.get(near[0], 0)

    def _meant(self, typed: str, near: tuple[str, float]) -> Iterator[Token]:
        """A repaired word may itself be a synonym: "irn" -> "iron", "rlss" -> "rls" -> "restless legs"."""
        word, sure = near
        for meant in self.synonyms.get((word,), (word,)):
            yield Token(typed, meant if meant in self.counts else None, sure)

    def _nearest(self, word: str) -> tuple[str, float] | None:
        window = self.windows.get(len(word), ())
        found = process.extract(word, window, scorer=OSA.normalized_similarity, score_cutoff=NEAREST, limit=8)
        if not found:
            return None
        best, score, _ = max(found, key=lambda hit: (hit[1] + self._likelihood(word, hit[0]), hit[0]))
        return best, score

    def _likelihood(self, typed: str, word: str) -> float:
        """What breaks a tie between two words as near: the slip a thumb makes, and how common the word is."""
        same_start = 0.04 if typed[0] == word[0] else 0.0
        slip = 0.03 if _is_thumb_slip(typed, word) else 0.0
        return same_start + slip + min(self.counts.get(word, 0), 50) * 0.0006

    def _parts(self, word: str) -> tuple[str, ...]:
        """The word as two or three known words run together ("restlesslegs"); empty if it isn't."""
        if len(word) not in _RUN_TOGETHER:
            return ()
        cuts = [cut for cut in range(len(word) - 2, 1, -1) if self._common(word[:cut])]
        for cut in cuts:
            if self._common(word[cut:]):
                return word[:cut], word[cut:]
        pairs = [(cut, end) for cut in cuts for end in range(len(word) - 2, cut + 1, -1) if self._common(word[cut:end])]
        for cut, end in pairs:
            if self._common(word[end:]):
                return word[:cut], word[cut:end], word[end:]
        return self._mistyped_tail(word, [*((cut,) for cut in cuts[:1]), *pairs[:2]])

    def _mistyped_tail(self, word: str, cuts: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
        """Known words run together with a last one that is mistyped ("ironvsferitin")."""
        for places in cuts:
            tail = word[places[-1] :]
            if len(tail) > SHORTEST + 1 and (near := self._nearest(tail)):
                heads = (word[start:end] for start, end in zip((0, *places), places, strict=False))
                return *heads, near[0]
        return ()

    def _common(self, word: str) -> bool:
        """A word that several phrasings use: rare ones would make sense of any noise."""
        return self.counts.get(word, 0) > 1

    def _begun(self, word: str) -> str | None:
        """The most used word that begins so: people look things up while they are still typing."""
        start, end = bisect_left(self.vocabulary, word), bisect_right(self.vocabulary, word + "\uffff")
        begun = (known for known in self.vocabulary[start:end] if known in self.counts)
        return max(begun, key=lambda known: (self.counts[known], known), default=None)


def _shared(reading: tuple[str, ...]) -> tuple[str, ...]:
    """The same words, each kept in memory once however many phrasings use it."""
    return tuple(map(sys.intern, reading))


def _windows(vocabulary: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """By length of a typed word. OSA's similarity is 1 - slips / length of the longer word."""
    windows: dict[int, list[str]] = defaultdict(list)
    for word in vocabulary:
        for length in range(math.ceil(len(word) * NEAREST), math.floor(len(word) / NEAREST) + 1):
            windows[length].append(word)
    return {length: tuple(near) for length, near in windows.items()}


def _replaced(typed: tuple[str, ...], terms: Mapping[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """The words with curated synonyms replaced, the longest first; a replacement is not replaced again."""
    if not terms:
        return typed
    replaced: list[str] = []
    at = 0
    while at < len(typed):
        for length in range(min(LONGEST_TERM, len(typed) - at), 0, -1):
            if meant := terms.get(typed[at : at + length]):
                replaced.extend(meant)
                at += length
                break
        else:
            replaced.append(typed[at])
            at += 1
    return tuple(replaced)


def _is_thumb_slip(typed: str, word: str) -> bool:
    """Two letters swapped, one doubled or dropped, or one key beside the right one."""
    if len(typed) != len(word):
        return abs(len(typed) - len(word)) == 1
    differing = [(a, b) for a, b in zip(typed, word, strict=True) if a != b]
    if len(differing) == 2:
        return differing[0] == differing[1][::-1]
    return len(differing) == 1 and differing[0][1] in _NEIGHBOURS.get(differing[0][0], "")
