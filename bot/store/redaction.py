"""Strikes out of a question what could tell who asked it: numbers, addresses, links, names with an @. Pure."""

from __future__ import annotations

import re
import unicodedata

# In this order: a link or an address is taken whole, before its digits or its @ are taken for something else.
_STRUCK_OUT = (
    (re.compile(r"\S+@\S+"), "[e-mail]"),
    (re.compile(r"@\S*"), "[name]"),
    (re.compile(r"\w+://\S*|\S*http\S*|\S*www\.\S*", re.IGNORECASE), "[link]"),
    (re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#]\S*)?"), "[link]"),
    (re.compile(r"(?:\+|\(\+?)?\d(?:[ ()./-]{0,3}\d){6,}"), "[phone]"),
    (re.compile(r"[+-]?\d+(?:[.,:/-]\d+)*"), "[number]"),
)


def redact(text: str) -> str:
    """The text in one line, without any digit, @, link or control character."""
    text = _plain(text)
    for pattern, word in _STRUCK_OUT:
        text = pattern.sub(word, text)
    return " ".join(text.split())


def _plain(text: str) -> str:
    """The text in the letters and digits that the patterns know, without what does not show."""
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or char.isprintable())
    return "".join("0" if char.isdigit() else char for char in unicodedata.normalize("NFKC", shown))
