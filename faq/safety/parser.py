"""ParsedMessage a message for its red flags: words as keys, typos repaired, clauses, denials, distance. Pure.

A word becomes keys, any of which a phrase may ask for: its stem, `=itself`, `{number}`, `{many}`. Stems and typos are
known only of the words that the rules use, so reading is a few look-ups a word and no stemmer runs. Knows how people
write, never what is alarming.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from faq.safety import cues
from faq.safety.context import WordContext, word_contexts
from faq.safety.spelling import Spelling
from faq.text import LONGEST, words

ANY = "*"
"""Asks for any one word."""
NUMBER = "{number}"
"""Asks for any number, in digits or in words."""
MANY = "{many}"
"""Asks for a number of things too large to be a dose: five or more, no year, no measure such as 65 mg."""

_CLAUSE_END = re.compile(r"[.!?;:,()\n\r…–—]+|\s-+\s")
_CLAUSES = 200
"""More clauses than anyone writes: what follows is read as one, so that a wall of commas costs no more than words."""
_COUNTED = re.compile(r"(\d+)([a-z]+)")
_FEWEST_MANY = 5
_MOST_MANY = 1000


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message, read: of each word its keys, its clause, whether it is denied, and how far from anybody's present."""

    keys: tuple[tuple[str, ...], ...]
    clauses: tuple[int, ...]
    denied: tuple[bool, ...]
    word_contexts: tuple[WordContext, ...]


class MessageParser:
    """Reads messages in the light of the phrases that will be asked for."""

    def __init__(self, phrases: Iterable[str]) -> None:
        written = {word for phrase in phrases for word in _phrase_words(phrase)}
        self._exact = {word for word in written if word.startswith("=")}
        self._spelling = Spelling({word.lstrip("=") for word in written if word[0] not in "{*"})
        self._keys = lru_cache(maxsize=16_384)(self._word_keys)

    def phrase(self, text: str) -> tuple[str, ...]:
        """Cut a rule's phrase into the keys that it asks for, one a word."""
        return tuple(word if word[0] in "={*" else self._spelling.stem(word) for word in _phrase_words(text))

    def read(self, question: str) -> ParsedMessage:
        """Read a message."""
        clauses = [self._clause(part) for part in _CLAUSE_END.split(question[:LONGEST], maxsplit=_CLAUSES)]
        written = [word for clause in clauses for word in clause]
        return ParsedMessage(
            keys=tuple(self._at(written, place) for place in range(len(written))),
            clauses=tuple(number for number, clause in enumerate(clauses) for _ in clause),
            denied=tuple(denial for clause in clauses for denial in _denied(clause)),
            word_contexts=tuple(word_contexts(clauses)),
        )

    def _clause(self, text: str) -> list[str]:
        return [
            part
            for word in words(text)
            for known in _opened(word)
            for part in self._spelling.parts(known)
            if part not in cues.FILLERS
        ]

    def _at(self, written: list[str], place: int) -> tuple[str, ...]:
        keys = self._keys(written[place])
        following = written[place + 1] if place + 1 < len(written) else ""
        return tuple(key for key in keys if key != MANY) if following in cues.MEASURES else keys

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


def _opened(word: str) -> tuple[str, ...]:
    """Open text-speak and numbers grown together with a word: dnt -> do not, 3yo -> 3 yo."""
    if word in cues.SHORT:
        return cues.SHORT[word]
    counted = _COUNTED.fullmatch(word)
    return counted.groups() if counted else (word,)


def _number_keys(word: str) -> Iterator[str]:
    value = cues.NUMBERS.get(word, int(word) if word.isdecimal() and len(word) <= len(str(LONGEST)) else None)
    if value is not None:
        yield NUMBER
        if _FEWEST_MANY <= value <= _MOST_MANY:
            yield MANY
    if word == "2":
        yield "to"


def _denied(clause: list[str]) -> Iterator[bool]:
    """Tell of each word of a clause whether a negation before it reaches it: "no chest pain", "no fever or …"."""
    reach = 0
    for place, word in enumerate(clause):
        yield reach > 0
        if word in cues.NEGATORS:
            reach = cues.REACH if _denies(clause, place) else reach
        elif word in cues.BREAKS:
            reach = 0
        elif word in cues.CARRIES:
            reach = cues.REACH if reach else 0
        else:
            reach = max(0, reach - 1)


def _denies(clause: list[str], place: int) -> bool:
    """Tell a denial from what only looks like one: "can not breathe", "not sure how many", "no idea"."""
    before = clause[place - 1] if place else ""
    after = clause[place + 1] if place + 1 < len(clause) else ""
    return before not in cues.UNABLE and after not in cues.STILL
