"""Replaces identifying parts of a question: numbers, addresses, links and usernames.

The work is linear in the length of the text, because a user decides what the text is. Each word is looked at once, and
no pattern can match the same characters in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_INPUT = 4096
"""Characters that are read: the longest message of Telegram."""
MAX_LENGTH = 3000
"""UTF-16 code units of the redacted text, so that it can be shown in one message. Placeholders make a text longer."""
MAX_MARKS = 8
"""Combining marks on one letter. Normalising takes the square of their number, and no language needs more."""

_LINK = re.compile(r"http|www\.|\w://|[\w-]\.[^\W\d_]{2}", re.IGNORECASE)
# Links and addresses are gone before numbers are looked for, because they contain digits. A phone number is several
# words. Digits and separators are disjoint sets, so neither pattern backtracks further than its first seven digits.
_NUMBERS = (
    (re.compile(r"(?:\+|\(\+?)?\d(?:[ ()./-]{0,3}\d){6,}"), "[phone]"),
    (re.compile(r"[+-]?\d+(?:[.,:/-]\d+)*"), "[number]"),
)
_CUT = " [cut]"


def redact(text: str) -> str:
    """Return the text in one line, without any digit, @, link or control character.

    It is at most `MAX_LENGTH` long, and redacting it again changes nothing.
    """
    redacted = " ".join(map(_redact_word, _normalise(text[:MAX_INPUT]).split()))
    for pattern, placeholder in _NUMBERS:
        redacted = pattern.sub(placeholder, redacted)
    return _shorten(redacted)


def _redact_word(word: str) -> str:
    """Replace a word that contains an address or a link, with the punctuation around it."""
    if "@" in word:
        return "[name]" if word.startswith("@") else "[e-mail]"
    return "[link]" if _LINK.search(word) else word


def _normalise(text: str) -> str:
    """Convert letters and digits to those that the patterns know, and drop invisible characters."""
    composed = unicodedata.normalize("NFKC", "".join(_visible(text)))
    return "".join("0" if char.isdigit() else char for char in _visible(composed))


def _visible(text: str) -> Iterator[str]:
    """Return the visible characters, with a space for any white space and few combining marks in a row."""
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if char.isspace():
            yield " "
        elif char.isprintable() and marks <= MAX_MARKS:
            yield char


def _shorten(text: str) -> str:
    # Telegram counts UTF-16 code units.
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * MAX_LENGTH:
        return text
    kept = encoded[: 2 * (MAX_LENGTH - len(_CUT))].decode("utf-16-le", "ignore")
    return kept.rstrip() + _CUT
