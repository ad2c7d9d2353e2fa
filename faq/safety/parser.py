"""Parses a message for the red-flag rules: keys of its words with typos repaired, clauses, negation, context.

Negation follows NegEx (Chapman et al. 2001, J Biomed Inform 34:301-310). The keys of a word are its stem, `=itself`,
`~itself` unless an adult is its subject, `{number}` and `{many}`; a phrase may ask for any of them, and with a full
stop for the end of a clause. Only the words of the rules have stems and typos, so that parsing is a few look-ups a word
and runs no stemmer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from faq.safety import cues
from faq.safety.context import WordContext, word_contexts
from faq.safety.spelling import Spelling
from faq.safety.subject import about_things, by_adults
from faq.text import MAX_LENGTH, words

ANY = "*"
"""Matches any one word."""
BY_CHILD = "~"
"""Before a word: itself, with a child or nobody known as its subject, but no adult: "toddler took", not "I took"."""
NUMBER = "{number}"
"""Matches any number, in digits or in words."""
MANY = "{many}"
"""Matches a count too large to be a dose: five or more, no year, no measure such as 65 mg."""
END = "."
"""Matches no word but the end of a clause; only at the end of a phrase."""

_CLAUSE_END = re.compile(r"(?:[!?;()\n\r…–—]|[.,:](?!\d))+|\s-+\s")
_CLAUSES = 200
"""More clauses than a message has. The rest is read as one, so that a wall of commas costs no more than words."""
_NUMBER_AND_UNIT = re.compile(r"(\d+)([a-z]+)")
_FEWEST_MANY = 5
_MOST_MANY = 1000


@dataclass(frozen=True)  # without slots: what few rules ask for is made when it is first asked for
class ParsedMessage:
    """A message, word by word."""

    spoken: list[list[str]]
    """The words of each clause."""
    keys: tuple[tuple[str, ...], ...]
    clauses: tuple[int, ...]
    """The number of the word's clause."""
    last: tuple[bool, ...]
    """Whether a clause ends behind the word: at a punctuation mark, or before what does not belong to it."""
    things: tuple[bool, ...]
    """Whether the word is said of a thing: "my phone died"."""

    @cached_property
    def negated(self) -> tuple[bool, ...]:
        """Whether each word is negated."""
        return tuple(negated for clause in self.spoken for negated in _negated(clause))

    @cached_property
    def contexts(self) -> tuple[WordContext, ...]:
        """The context of each word."""
        return tuple(word_contexts(self.spoken))


class MessageParser:
    """Parses messages for a given set of phrases."""

    def __init__(self, phrases: Iterable[str], foreign: Iterable[str] = ()) -> None:
        wanted = {word for phrase in phrases for word in _phrase_words(phrase)}
        self._exact: Collection[str] = {word for word in wanted if word[0] in "=~"}
        self._spelling = Spelling({word.lstrip("=~") for word in wanted if word[0] not in "{*."}, foreign)
        self._keys = lru_cache(maxsize=16_384)(self._word_keys)

    def __getstate__(self) -> tuple[Collection[str], Spelling]:
        return self._exact, self._spelling  # not the cache: it has words of messages

    def __setstate__(self, state: tuple[Collection[str], Spelling]) -> None:
        self._exact, self._spelling = state
        self._keys = lru_cache(maxsize=16_384)(self._word_keys)

    def phrase(self, text: str) -> tuple[str, ...]:
        """Split a rule's phrase into the keys that it asks for, one a word, and `END` if it ends with a full stop."""
        return tuple(word if word[0] in "=~{*." else self._spelling.stem(word) for word in _phrase_words(text))

    def parse(self, question: str) -> ParsedMessage:
        """Parse a message."""
        spoken = [self._clause(part) for part in _CLAUSE_END.split(question[:MAX_LENGTH], maxsplit=_CLAUSES)]
        things = [
            thing
            for clause in spoken
            for word, thing in zip(clause, about_things(clause), strict=True)
            if word not in cues.FILLERS
        ]
        clauses = [[word for word in clause if word not in cues.FILLERS] for clause in spoken]
        message = [word for clause in clauses for word in clause]
        adults = by_adults(clauses)
        return ParsedMessage(
            spoken=clauses,
            keys=tuple(self._keys_at(message, index, by_adult=adults[index]) for index in range(len(message))),
            clauses=tuple(number for number, clause in enumerate(clauses) for _ in clause),
            last=tuple(last for clause in clauses for last in _last(clause)),
            things=tuple(things),
        )

    def _clause(self, text: str) -> list[str]:
        return [part for word in words(text) for expanded in _expanded(word) for part in self._spelling.parts(expanded)]

    def _keys_at(self, message: list[str], index: int, *, by_adult: bool) -> tuple[str, ...]:
        keys = self._keys(message[index])
        if by_adult:
            keys = tuple(key for key in keys if key[0] != BY_CHILD)
        following = message[index + 1] if index + 1 < len(message) else ""
        return tuple(key for key in keys if key != MANY) if following in cues.UNITS else keys

    def _word_keys(self, word: str) -> tuple[str, ...]:
        forms = self._spelling.forms(word)
        exact = (f"{mark}{form}" for mark in "=~" for form in forms if f"{mark}{form}" in self._exact)
        return tuple(dict.fromkeys([*map(self._spelling.stem, forms), *exact, *_number_keys(word)]))


def _phrase_words(phrase: str) -> Iterator[str]:
    for part in phrase.removesuffix(END).split():
        yield from _part_words(part)
    if phrase.endswith(END):
        yield END


@lru_cache(maxsize=8192)  # of the curated phrases only, which have four thousand parts; no message is read here
def _part_words(part: str) -> tuple[str, ...]:
    return (part,) if part[0] in "=~{*" else tuple(word for word in words(part) if word not in cues.FILLERS)


def _expanded(word: str) -> tuple[str, ...]:
    """Expand text-speak, and split a number from its unit: dnt -> do not, 3yo -> 3 yo."""
    if word in cues.ABBREVIATIONS:
        return cues.ABBREVIATIONS[word]
    parts = _NUMBER_AND_UNIT.fullmatch(word)
    return parts.groups() if parts else (word,)


def _number_keys(word: str) -> Iterator[str]:
    value = cues.NUMBERS.get(word, int(word) if word.isdecimal() and len(word) <= len(str(MAX_LENGTH)) else None)
    if value is not None:
        yield NUMBER
        if _FEWEST_MANY <= value <= _MOST_MANY:
            yield MANY
    if word == "2":
        yield "to"


def _last(clause: list[str]) -> Iterator[bool]:
    """Yield for each word whether a clause ends behind it: whether what follows does not belong to it."""
    for word, following in pairwise(clause):
        apart = word not in cues.TAKES_OBJECT and following not in cues.CONTINUES
        yield apart or following in cues.CLAUSE_OPENERS
    if clause:
        yield True


def _negated(clause: list[str]) -> Iterator[bool]:
    """Yield for each word of a clause whether it is in the scope of a negation: "no chest pain", "no fever or …"."""
    scope = 0
    for index, word in enumerate(clause):
        yield scope > 0
        if word in cues.NEGATIONS:
            scope = scope if _is_pseudo_negation(clause, index) else cues.NEGATION_SCOPE
        elif word in cues.TERMINATION:
            scope = 0
        elif word in cues.CONTINUATION:
            scope = cues.NEGATION_SCOPE if scope else 0
        else:
            scope = max(0, scope - 1)


def _is_pseudo_negation(clause: list[str], index: int) -> bool:
    """Whether the negation negates no symptom: "can not breathe", "not sure how many", "no idea"."""
    before = clause[index - 1] if index else ""
    after = clause[index + 1] if index + 1 < len(clause) else ""
    return before in cues.INABILITY or after in cues.PSEUDO_NEGATION
