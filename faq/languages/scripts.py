"""Tells languages apart by their letters: Cyrillic, Arabic, Devanagari, Chinese and other scripts than Latin."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from faq.models import OTHER_LANGUAGES

LATIN = "LATIN"
MANY = OTHER_LANGUAGES
"""The code of a text in a script whose languages are not listed here."""

LANGUAGES = {
    "CYRILLIC": ("ru", "uk"), "ARABIC": ("ar", "fa"), "DEVANAGARI": ("hi",), "CJK": ("zh",),
    "HIRAGANA": ("ja",), "KATAKANA": ("ja",), "HANGUL": ("ko",), "GREEK": ("el",),
    "HEBREW": ("he",), "THAI": ("th",), "BENGALI": ("bn",), "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",), "TAMIL": ("ta",), "TELUGU": ("te",), "KANNADA": ("kn",),
    "MALAYALAM": ("ml",), "SINHALA": ("si",), "ARMENIAN": ("hy",), "GEORGIAN": ("ka",),
    "ETHIOPIC": ("am",), "KHMER": ("km",), "LAO": ("lo",), "MYANMAR": ("my",),
    "ORIYA": ("or",), "TIBETAN": ("bo",),
}  # fmt: skip
"""The languages of each script, the likeliest first."""
_TELLING = {
    "CYRILLIC": (("uk", "іїєґ"), ("ru", "ыэъё"), ("sr", "ђћљњџј"), ("be", "ў"), ("kk", "әғқңұһ")),
    "ARABIC": (("ur", "ٹڈڑںےہھ"), ("fa", "پچژگی"), ("ar", "ةىأإؤئ")),
}
"""Letters that only one of the languages of a script has; the first that is found decides."""
_LEAST = 0.4
"""The share of another script from which a message is not English: names and single signs are fewer."""


def other_script(text: str) -> str | None:
    """Return the script of a text if it is not mostly Latin, by its name in Unicode."""
    counts = Counter(script for char in text if (script := _script(char)))
    latin = counts.pop(LATIN, 0)
    others = counts.total()
    if not others or others < _LEAST * (latin + others):
        return None
    if {"HIRAGANA", "KATAKANA"} & counts.keys():
        return "HIRAGANA"
    return counts.most_common(1)[0][0]


def language_of(script: str, text: str) -> str | None:
    """Return the language that a letter of the text tells; None if its letters are those of several."""
    if script not in LANGUAGES:
        return MANY
    letters = set(text.casefold())
    return next((language for language, telling in _TELLING.get(script, ()) if letters & set(telling)), None)


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    """Return the script of a letter, as the first word of its name; empty for signs, digits, fonts and emoji."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(unicodedata.normalize("NFKC", char)[:1], "")
    return name.split(" ")[0].split("-")[0] if name else ""
