"""Parses a message for the red-flag rules: keys of its words with typos repaired, clauses, negation, context.

Negation follows NegEx (Chapman et al. 2001, J Biomed Inform 34:301-310). The keys of a word are its stem, `=itself`,
`{number}` and `{many}`; a phrase may ask for any of them. Only the words of the rules have stems and typos, so that
parsing is a few look-ups a word and runs no stemmer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from faq.safety import cues
from faq.safety.context import WordContext, word_contexts
from faq.safety.spelling import Spelling
from faq.text import MAX_LENGTH, words

ANY = "*"
"""Matches any one word."""
NUMBER = "{number}"
"""Matches any number, in digits or in words."""
MANY = "{many}"
"""Matches a count too large to be a dose: five or more, no year, no measure such as 65 mg."""

_CLAUSE_END = re.compile(r"[.!?;:,()\n\r…–—]+|\s-+\s")
_CLAUSES = 200
"""More clauses than a message has. The rest is read as one, so that a wall of commas costs no more than words."""
_NUMBER_AND_UNIT = re.compile(r"(\d+)([a-z]+)")
_FEWEST_MANY = 5
_MOST_MANY = 1000


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message: for each word its keys, the number of its clause, whether it is negated, and its context."""

    keys: tuple[tuple[str, ...], ...]
    clauses: tuple[int, ...]
    negated: tuple[bool, ...]
    contexts: tuple[WordContext, ...]


class MessageParser:
    """Parses messages for a given set of phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        wanted = {word for phrase in phrases for word in _phrase_words(phrase)}
        self._exact = {word for word in wanted if word.startswith("=")}
        self._spelling = Spelling({word.lstrip("=") for word in wanted if word[0] not in "{*"})
        self._keys = lru_cache(maxsize=16_384)(self._word_keys)

    def phrase(self, text: str) -> tuple[str, ...]:
        """Split a rule's phrase into the keys that it asks for, one a word."""
        return tuple(word if word[0] in "={*" else self._spelling.stem(word) for word in _phrase_words(text))

    def parse(self, question: str) -> ParsedMessage:
        """Parse a message."""
        clauses = [self._clause(part) for part in _CLAUSE_END.split(question[:MAX_LENGTH], maxsplit=_CLAUSES)]
        message = [word for clause in clauses for word in clause]
        return ParsedMessage(
            keys=tuple(self._keys_at(message, index) for index in range(len(message))),
            clauses=tuple(number for number, clause in enumerate(clauses) for _ in clause),
            negated=tuple(negated for clause in clauses for negated in _negated(clause)),
            contexts=tuple(word_contexts(clauses)),
        )

    def _clause(self, text: str) -> list[str]:
        return [
            part
            for word in words(text)
            for expanded in _expanded(word)
            for part in self._spelling.parts(expanded)
            if part not in cues.FILLERS
        ]

    def _keys_at(self, message: list[str], index: int) -> tuple[str, ...]:
        keys = self._keys(message[index])
        following = message[index + 1] if index + 1 < len(message) else ""
        return tuple(key for key in keys if key != MANY) if following in cues.UNITS else keys

    def _word_keys(self, word: str) -> tuple[str, ...]:
        forms = self._spelling.forms(word)
        exact = (f"={form}" for form in forms if f"={form}" in self._exact)
        return tuple(dict.fromkeys([*map(self._spelling.stem, forms), *exact, *_number_keys(word)]))


def _phrase_words(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        if part[0] in "={*":
            yield part
        else:
            yield from (word for word in words(part) if word not in cues.FILLERS)


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
