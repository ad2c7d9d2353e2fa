"""Splits texts into the word pieces of `bert-base-uncased`.

The library `tokenizers` does the same, for any model and in 15 MB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
"""Letters of the longest word that is split; a longer one is unknown."""
_CHINESE = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002b81f\U0002b920-\U0002ceaf\U0002f800-\U0002fa1f"
)
_ALONE = re.compile(rf"([{_CHINESE}!-/:-@\[-`{{-~])")
"""Letters and signs that are words of their own, but for the punctuation of other scripts."""

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Categories of characters that are dropped, as accents are, which have "Mn"."""


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vocabulary: the number of each piece. Pieces inside a word begin with ##."""

    numbers: dict[str, int]
    most: int
    """Pieces of a text that are kept, with the two that mark its start and end."""

    @classmethod
    def of(cls, pieces: Sequence[str], most: int) -> Self:
        """Number a vocabulary in its order."""
        return cls({piece: number for number, piece in enumerate(pieces)}, most)

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, with those that mark its start and end."""
        pieces = [number for word in _words(text) for number in self._pieces(word)]
        return [self.numbers[START], *pieces[: self.most - 2], self.numbers[END]]

    def _pieces(self, word: str) -> list[int]:
        """Return the longest known pieces from left to right; the unknown one if they don't make up the whole word."""
        if (whole := self.numbers.get(word)) is not None:
            return [whole]
        found: list[int] = []
        start, prefix = 0, ""
        while start < len(word) <= LONGEST_WORD:
            ends = (end for end in range(len(word), start, -1) if prefix + word[start:end] in self.numbers)
            end = next(ends, None)
            if end is None:
                break
            found.append(self.numbers[prefix + word[start:end]])
            start, prefix = end, "##"
        return found if start == len(word) else [self.numbers[UNKNOWN]]


def _words(text: str) -> list[str]:
    """Return the words in small letters without accents, with each sign apart."""
    plain = text.lower() if text.isascii() and text.isprintable() else "".join(_plain(text))
    return _ALONE.sub(r" \1 ", plain).split()


def _plain(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if (category in _INVISIBLE and char not in "\t\n\r") or char == "\ufffd":
            continue
        if char.isspace():
            yield " "
        elif category[0] == "P":
            yield f" {char} "
        elif category != "Mn":
            yield char.lower()
