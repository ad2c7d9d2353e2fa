"""Folds text of any language to words that compare without accents: "Niño" -> nino, "می‌خواهم" -> میخواهم."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from faq.text import MAX_LENGTH

_LETTERS = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ٱ": "ا", "ـ": "",
    "ँ": "ं",
    **dict.fromkeys("’‘‛ʼ`´′＇", "'"),
})  # fmt: skip
"""Letters that are typed for each other and that Unicode does not decompose."""
_VIRAMA = 9
"""The canonical combining class of the sign that joins consonants in the scripts of India: part of a word."""
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PERSIAN_PREFIX = re.compile(r"\b(ن?مي) +(?=\w)")
"""The prefix of Persian verbs, written with a space as often as without."""
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(rf"[^\W_{_INDIC}]+|[{_INDIC}]+")
_CLAUSE_END = re.compile(r"[.!?;:,()\n\r…–—।॥،؛؟]+|\s-+\s")
_CLAUSES = 200
"""More clauses than a message has. The rest is read as one."""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The folded words of a text, with the number of the clause of each."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]


def fold(text: str) -> FoldedText:
    """Fold a text. Accepts any text; reads no more than `MAX_LENGTH` characters."""
    clauses = [folded_words(clause) for clause in _CLAUSE_END.split(text[:MAX_LENGTH], maxsplit=_CLAUSES)]
    return FoldedText(
        words=tuple(word for clause in clauses for word in clause),
        clauses=tuple(number for number, clause in enumerate(clauses) for _ in clause),
    )


def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    return tuple(_WORD.findall(_PERSIAN_PREFIX.sub(r"\1", _folded(text))))


def _folded(text: str) -> str:
    visible = _INVISIBLE.sub("", text)
    composed = unicodedata.normalize("NFKC", visible).casefold().translate(_LETTERS)
    return "".join(map(_without_mark, unicodedata.normalize("NFD", composed)))


@lru_cache(maxsize=4096)
def _without_mark(char: str) -> str:
    return "" if unicodedata.combining(char) not in {0, _VIRAMA} else char
