"""The content's vocabulary: corrects and tokenises questions.

Curated synonyms are replaced. A word that no phrasing uses is read as the most similar known word, as several words run
together, or as a prefix of one.
"""

# `faq.safety.spelling` corrects words too, on its own: red flags must not depend on the words that the FAQ happens to
# use, or an edited entry could hide an emergency.

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.text import words

MIN_SIMILARITY = 0.75
"""Least OSA similarity of a correction: one typo in four letters."""
MAX_CORRECTED = 30
"""Different unknown words of a message that are corrected, from its start: a question has fewer, and each takes a
tenth of a millisecond."""
MIN_LENGTH = 3
"""Letters of the shortest word that is corrected: a typo in a shorter one leaves too little to compare."""
MAX_TERM = 4
"""Words of the longest curated synonym."""
_RUN_TOGETHER = range(6, 31)
"""Lengths of a word that may be two or three run together."""
_PARTIAL_CONFIDENCE = 0.8
"""Confidence of a word completed from a prefix, or split from words run together."""
_NEIGHBOURS = {
    key: neighbours
    for row in (
        "q:wa w:qesa e:wrsd r:etdf t:ryfg y:tugh u:yihj i:uojk o:ipkl p:ol",
        "a:qwsz s:awedxz d:serfcx f:drtgvc g:ftyhbv h:gyujnb j:huikmn k:jiolm l:kop",
        "z:asx x:zsdc c:xdfv v:cfgb b:vghn n:bhjm m:njk",
    )
    for key, neighbours in (pair.split(":") for pair in row.split())
}

_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word; words with a digit stay as they are."""
    return str(_stemmer.stemWord(word)) if word.isalpha() else word


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question: as typed, as corrected (None if unknown), and the confidence from 0 to 1."""

    typed: str
    word: str | None
    confidence: float = 1.0

    @property
    def stem(self) -> str | None:
        return self.word and stem(self.word)


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """The length and the letters of each word: what rules a correction out before its edits are counted."""

    lengths: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint32]
    """A bit for each letter of a word; letters may share one."""

    @classmethod
    def of(cls, words: Sequence[str]) -> Shapes:
        """Take the shapes of words, in their order."""
        return cls(np.fromiter(map(len, words), np.int32), np.fromiter(map(_letters, words), np.uint32))

    def within_reach(self, word: str) -> npt.NDArray[np.int64]:
        """Return the indices of the words that are not too far from one to be as similar as `MIN_SIMILARITY`."""
        # An edit changes the length by at most one, and takes at most one letter away and adds one.
        edits = (np.maximum(self.lengths, len(word)) * (1 - MIN_SIMILARITY)).astype(np.int32)
        near = np.flatnonzero(np.abs(self.lengths - len(word)) <= edits)
        letters, own = self.letters[near], np.uint32(_letters(word))
        more = np.maximum(np.bitwise_count(letters & ~own), np.bitwise_count(own & ~letters))
        reached: npt.NDArray[np.int64] = near[more <= edits[near]]
        return reached


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all phrasings, with the number of phrasings that use each."""

    counts: Mapping[str, int]
    vocabulary: tuple[str, ...]
    shapes: Shapes
    """Those of the vocabulary."""
    synonyms: Mapping[tuple[str, ...], tuple[str, ...]]
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The canonical words of each phrasing, needed repeatedly while the matcher is made."""

    @classmethod
    def of(cls, phrasings: Iterable[str], synonyms: Mapping[str, str]) -> Lexicon:
        """Build the lexicon of phrasings and curated synonyms (typed form -> form that phrasings use)."""
        terms = {words(typed): words(meant) for typed, meant in synonyms.items()}
        first_words = {term[0] for term in terms}

        def replaced(typed: tuple[str, ...]) -> tuple[str, ...]:
            return typed if first_words.isdisjoint(typed) else _replace(typed, terms)

        canonical = {phrasing: tuple(map(sys.intern, replaced(words(phrasing)))) for phrasing in phrasings}
        counts = Counter(word for phrasing in canonical.values() for word in set(phrasing))
        single = {term[0] for term in terms if len(term) == 1}
        vocabulary = tuple(sorted(counts.keys() | single))
        return cls(dict(counts), vocabulary, Shapes.of(vocabulary), terms, canonical)

    def without_phrasings(self) -> Lexicon:
        """Drop the phrasings' words, which are not needed afterwards, to free memory."""
        return replace(self, phrasings={})

    def canonical(self, text: str) -> tuple[str, ...]:
        """Return the words of a text with synonyms replaced but nothing corrected."""
        canonical = self.phrasings.get(text)
        return _replace(words(text), self.synonyms) if canonical is None else canonical

    def tokenize(self, question: str) -> tuple[Token, ...]:
        """Tokenise and correct a question, in time linear in its words."""
        typed = self.canonical(question)
        different = dict.fromkeys(typed[:-1])
        beyond = set([word for word in different if word not in self.counts][MAX_CORRECTED:])
        once = {word: (Token(word, None),) if word in beyond else tuple(self._tokens(word)) for word in different}
        tokens = [token for word in typed[:-1] for token in once[word]]
        if typed:
            tokens.extend((Token(typed[-1], None),) if typed[-1] in beyond else self._tokens(typed[-1], last=True))
        return tuple(tokens)

    def _tokens(self, word: str, *, last: bool = False) -> Iterator[Token]:
        if word in self.counts:
            yield Token(word, word)
        elif len(word) < MIN_LENGTH or not word.isalpha():
            yield Token(word, None)
        else:
            yield from self._corrected(word, self._most_similar(word), last=last)

    def _corrected(self, word: str, similar: tuple[str, float] | None, *, last: bool) -> Iterator[Token]:
        if last and (completion := self._completion(word)) and self._is_unfinished(similar, completion):
            yield Token(word, completion, _PARTIAL_CONFIDENCE)
        elif similar:
            yield from self._with_synonyms(word, similar)
        elif parts := self._split(word):
            yield from (Token(word, part, _PARTIAL_CONFIDENCE) for part in parts)
        elif len(word) > MIN_LENGTH and (completion := self._completion(word)):
            yield Token(word, completion, _PARTIAL_CONFIDENCE)
        else:
            yield Token(word, None)

    def _is_unfinished(self, similar: tuple[str, float] | None, completion: str) -> bool:
        """Whether a last word is more likely still being typed than misspelt."""
        if similar is None or similar[0][0] != completion[0]:  # a typo is rarely in the first letter
            return True
        return self.counts[completion] >= self.counts.get(similar[0], 0)

    def _with_synonyms(self, typed: str, similar: tuple[str, float]) -> Iterator[Token]:
        """Replace a correction that is a synonym: "irn" -> "iron", "rlss" -> "rls" -> "restless legs"."""
        word, confidence = similar
        for meant in self.synonyms.get((word,), (word,)):
            yield Token(typed, meant if meant in self.counts else None, confidence)

    def _most_similar(self, word: str) -> tuple[str, float] | None:
        candidates = [self.vocabulary[at] for at in self.shapes.within_reach(word).tolist()]
        hits = process.extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=8)
        if not hits:
            return None
        best, score, _ = max(hits, key=lambda hit: (hit[1] + self._bonus(word, hit[0]), hit[0]))
        return best, score

    def _bonus(self, typed: str, word: str) -> float:
        """Break ties between equally similar words, by the kind of typo and the frequency of the word."""
        same_start = 0.04 if typed[0] == word[0] else 0.0
        typo = 0.03 if _is_keyboard_typo(typed, word) else 0.0
        return same_start + typo + min(self.counts.get(word, 0), 50) * 0.0006

    def _split(self, word: str) -> tuple[str, ...]:
        """Split two or three known words run together ("restlesslegs"); empty if the word is none."""
        if len(word) not in _RUN_TOGETHER:
            return ()
        cuts = [cut for cut in range(len(word) - 2, 1, -1) if self._is_common(word[:cut])]
        for cut in cuts:
            if self._is_common(word[cut:]):
                return word[:cut], word[cut:]
        pairs = [
            (cut, end) for cut in cuts for end in range(len(word) - 2, cut + 1, -1) if self._is_common(word[cut:end])
        ]
        for cut, end in pairs:
            if self._is_common(word[end:]):
                return word[:cut], word[cut:end], word[end:]
        return self._split_with_typo(word, [*((cut,) for cut in cuts[:1]), *pairs[:2]])

    def _split_with_typo(self, word: str, splits: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
        """Split known words run together with a misspelt last one ("ironvsferitin")."""
        for cuts in splits:
            tail = word[cuts[-1] :]
            if len(tail) > MIN_LENGTH + 1 and (similar := self._most_similar(tail)):
                heads = (word[start:end] for start, end in zip((0, *cuts), cuts, strict=False))
                return *heads, similar[0]
        return ()

    def _is_common(self, word: str) -> bool:
        """Whether several phrasings use a word; with rare ones any noise could be split into words."""
        return self.counts.get(word, 0) > 1

    def _completion(self, prefix: str) -> str | None:
        """Return the most used word with a prefix: users also ask while still typing."""
        start, end = bisect_left(self.vocabulary, prefix), bisect_right(self.vocabulary, prefix + "\uffff")
        completions = (word for word in self.vocabulary[start:end] if word in self.counts)
        return max(completions, key=lambda word: (self.counts[word], word), default=None)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _replace(typed: tuple[str, ...], terms: Mapping[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """Replace curated synonyms, the longest first; a replacement is not replaced again."""
    if not terms:
        return typed
    replaced: list[str] = []
    at = 0
    while at < len(typed):
        for length in range(min(MAX_TERM, len(typed) - at), 0, -1):
            if meant := terms.get(typed[at : at + length]):
                replaced.extend(meant)
                at += length
                break
        else:
            replaced.append(typed[at])
            at += 1
    return tuple(replaced)


def _is_keyboard_typo(typed: str, word: str) -> bool:
    """Whether two letters are swapped, one is doubled or dropped, or a neighbouring key was hit."""
    if len(typed) != len(word):
        return abs(len(typed) - len(word)) == 1
    differing = [(a, b) for a, b in zip(typed, word, strict=True) if a != b]
    if len(differing) == 2:
        return differing[0] == differing[1][::-1]
    return len(differing) == 1 and differing[0][1] in _NEIGHBOURS.get(differing[0][0], "")
