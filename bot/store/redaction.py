"""Replaces identifying parts of a question: numbers, addresses, links and usernames."""

from __future__ import annotations

import re
import unicodedata

# The order matters: a link or an address must match whole, before its digits or its @.
_PATTERNS = (
    (re.compile(r"\S+@\S+"), "[e-mail]"),
    (re.compile(r"@\S*"), "[name]"),
    (re.compile(r"\w+://\S*|\S*http\S*|\S*www\.\S*", re.IGNORECASE), "[link]"),
    (re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#]\S*)?"), "[link]"),
    (re.compile(r"(?:\+|\(\+?)?\d(?:[ ()./-]{0,3}\d){6,}"), "[phone]"),
    (re.compile(r"[+-]?\d+(?:[.,:/-]\d+)*"), "[number]"),
)


def redact(text: str) -> str:
    """Return the text in one line, without any digit, @, link or control character."""
    text = _normalise(text)
    for pattern, placeholder in _PATTERNS:
        text = pattern.sub(placeholder, text)
    return " ".join(text.split())


def _normalise(text: str) -> str:
    """Convert letters and digits to those that the patterns know, and drop invisible characters."""
    visible = "".join(" " if char.isspace() else char for char in text if char.isspace() or char.isprintable())
    return "".join("0" if char.isdigit() else char for char in unicodedata.normalize("NFKC", visible))
