"""Reading difficulty of a text as a school grade.

The Automated Readability Index (Senter and Smith 1967, AMRL-TR-66-220) counts letters, not syllables, and so needs no
dictionary.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://\S+")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s+|$)")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def grade(text: str) -> float:
    """Return the US school grade that a text asks for: 6 is plain, 12 is hard; 0 without words. Ignores addresses."""
    text = _ADDRESS.sub("", text)
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for sentence in _SENTENCE.split(text) if _WORD.search(sentence))
    letters = sum(len(word) for word in words)
    return max(4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43, 0.0)
