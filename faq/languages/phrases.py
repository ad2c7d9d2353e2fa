"""Finds emergencies in the languages that are not read, by the curated phrases of `languages/`.

Not `faq.safety.rules`: that engine is English below its rules. It drops and expands words such as "er", "um" and "no",
which mean something else in other languages, stems and corrects towards English, and reads English contexts. Here a
phrase is compared with the folded words, and its stems are marked by hand.

    hij*                   any word that begins with hij
    {child} + {swallowed}  both in one message, in any order, at most `WITHIN` words apart
    hace * años            * alone is any one word
    {number} días          a number in digits
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice, product
from typing import NamedTuple

from faq.languages.folding import FoldedText, fold
from faq.languages.pattern import Pattern, Patterns
from faq.languages.pattern_matcher import PatternMatcher
from faq.models import Flag, Language, UrgentReply

WITHIN = 10
"""Words from the first to the last word of a phrase with several parts."""
NEGATION_SCOPE = 2
"""Words after a negation that it reaches: no tengo dolor."""
_UNEXCUSED = frozenset({"self-harm", "overdose-on-purpose"})
"""Replies that only a phrase on the same words excuses, or a negation: never something else in the same clause."""
_ABOUT_ANOTHER = frozenset({"poisoning", "unconscious-other", "baby-fever", "animal-poisoning"})
"""Replies that are most often to somebody else's emergency; of others the phrases don't tell whose it is."""
MOST_HITS = 200
"""Places of a phrase that are looked at, lest a long text of its words takes long."""

Span = tuple[int, int]


class _Phrase(NamedTuple):
    """A phrase: its language and its reply, by number, and its parts, each the number of a row of words."""

    language: int
    reply: int
    parts: tuple[int, ...]


class _Phrases:
    """All phrases by their first part, in flat arrays: there are tens of thousands."""

    def __init__(self, phrases: list[_Phrase], rows: int) -> None:
        ordered = sorted(phrases, key=lambda phrase: phrase.parts[0])
        firsts = [phrase.parts[0] for phrase in ordered]
        self._starts = array("I", (bisect_left(firsts, row) for row in range(rows + 1)))
        """Where the phrases begin whose first part is a row."""
        self._languages = array("H", (phrase.language for phrase in ordered))
        self._replies = array("H", (phrase.reply for phrase in ordered))
        self._parts = array("I", (part for phrase in ordered for part in phrase.parts))
        self._ends = array("I", accumulate((len(phrase.parts) for phrase in ordered), initial=0))

    def beginning_with(self, row: int) -> list[_Phrase]:
        """Return the phrases whose first part is a row."""
        return [
            _Phrase(self._languages[at], self._replies[at], tuple(self._parts[self._ends[at] : self._ends[at + 1]]))
            for at in range(self._starts[row], self._starts[row + 1])
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows that a message has, and the words of those that excuse.

    A calm phrase excuses in every language, because several share a word ("AVC") and only one says "ten years ago";
    a negation only in its own, where "no" isn't "in the".
    """

    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    calm: set[int] = field(default_factory=set)
    negations: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


class ForeignRedFlags:
    """The phrases of all languages, compiled once."""

    def __init__(self, replies: Iterable[UrgentReply], languages: Iterable[Language]) -> None:
        self._languages = tuple(languages)
        self._replies = tuple(replies)
        self._calm: set[int] = set()
        self._negations: dict[int, set[int]] = defaultdict(set)
        """The languages in which a row is a negation."""
        patterns = Patterns()
        numbered = enumerate(self._languages)
        phrases = [phrase for number, language in numbered for phrase in self._added(number, language, patterns)]
        self._phrases = _Phrases(phrases, patterns.count)
        self._patterns = PatternMatcher(patterns)

    def detect(self, question: str) -> tuple[Flag, ...]:
        """Return the gravest emergency of a message in each language that has a phrase for one, the gravest first."""
        text = fold(question)
        found = self._find(text)
        gravest: dict[int, int] = {}
        for phrase in (phrase for part in found.spans for phrase in self._phrases.beginning_with(part)):
            graver = gravest.get(phrase.language, len(self._replies)) > phrase.reply
            if graver and found.spans.keys() >= set(phrase.parts) and self._counts(phrase, found, text):
                gravest[phrase.language] = phrase.reply
        hits = sorted((reply, language) for language, reply in gravest.items())
        return tuple(self._flag(self._replies[reply], self._languages[language]) for reply, language in hits)

    @staticmethod
    def _flag(reply: UrgentReply, language: Language) -> Flag:
        return Flag(reply, them=reply.id in _ABOUT_ANOTHER, language=language.code)

    def _counts(self, phrase: _Phrase, found: _Found, text: FoldedText) -> bool:
        """Whether the parts of a phrase are near each other somewhere, and nothing there excuses it."""
        beside = self._replies[phrase.reply].id not in _UNEXCUSED
        negations = found.negations[phrase.language]
        return any(
            not _is_excused(hit, found.calm, text, beside=beside) and not _is_negated(hit, negations, text)
            for hit in _hits([found.spans[part] for part in phrase.parts])
        )

    def _find(self, text: FoldedText) -> _Found:
        found = _Found()
        for row, start, end in self._patterns.find(text.words):
            found.spans[row].append((start, end))
        for row in self._calm & found.spans.keys():
            found.calm.update(index for start, end in found.spans[row] for index in range(start, end))
        for row in self._negations.keys() & found.spans.keys():
            for language in self._negations[row]:
                found.negations[language].update(start for start, _ in found.spans[row])
        return found

    def _added(self, number: int, language: Language, patterns: Patterns) -> Iterator[_Phrase]:
        """Add the rows of a language, and yield its phrases."""
        ranks = {reply.id: rank for rank, reply in enumerate(self._replies)}
        of_language = Pattern(language.code)
        for name, words in language.words.items():
            for word in words:
                patterns.define(of_language.group(name), of_language.keys(word))
        for reply, phrases in language.phrases.items():
            for text in phrases:
                parts = tuple(patterns.add(of_language.keys(part)) for part in text.split(" + "))
                yield _Phrase(number, ranks[reply], parts)
        self._calm.update(patterns.add(of_language.keys(phrase)) for phrase in language.calm)
        for negation in language.negations:
            self._negations[patterns.add(of_language.keys(negation))].add(number)


def _hits(parts: list[list[Span]]) -> Iterator[tuple[Span, ...]]:
    """Yield each set of spans, one a part, inside the window; of a text that repeats itself, the first ones."""
    return islice(_within(parts), MOST_HITS)


def _within(parts: list[list[Span]]) -> Iterator[tuple[Span, ...]]:
    first, *others = parts
    for span in first:
        near = [[other for other in spans if _is_within((span, other))] for spans in others]
        yield from (hit for rest in product(*near) if _is_within(hit := (span, *rest)))


def _is_within(hit: tuple[Span, ...]) -> bool:
    start, end = _extent(hit)
    return end - start <= WITHIN


def _is_excused(hit: tuple[Span, ...], calm: set[int], text: FoldedText, *, beside: bool) -> bool:
    """Whether a calm phrase is on the words of a hit, or `beside` them in the same clause."""
    inside = _words(hit)
    clauses = {text.clauses[index] for index in inside} if beside else set()
    return any(index in inside or text.clauses[index] in clauses for index in calm)


def _is_negated(hit: tuple[Span, ...], negations: set[int], text: FoldedText) -> bool:
    """Whether a negation outside the hit precedes one of its parts in the same clause."""
    inside = _words(hit)
    return any(
        index in negations and index not in inside and text.clauses[index] == text.clauses[start]
        for start, _ in hit
        for index in range(max(0, start - NEGATION_SCOPE), start)
    )


def _words(hit: tuple[Span, ...]) -> set[int]:
    return {index for start, end in hit for index in range(start, end)}


def _extent(spans: Iterable[Span]) -> Span:
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)
