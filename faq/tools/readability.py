"""How hard a text is to read, as a school grade. Pure; knows no entry.

The Automated Readability Index (Senter and Smith 1967, AMRL-TR-66-220): it counts letters and not syllables, so
that it needs no dictionary and is the same on every machine.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://\S+")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s+|$)")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def grade(text: str) -> float:
    """The US school grade from which a text is understood: 6 is plain, 12 is hard; 0 for a text without words.

    Addresses are not counted.
    """
    text = _ADDRESS.sub("", text)
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for sentence in _SENTENCE.split(text) if _WORD.search(sentence))
    letters = sum(len(word) for word in words)
    return max(4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43, 0.0)
