"""Phrasings at any size for timing: real ones, then copies of them with typos until there are enough."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, islice

from faq.tools.evaluation import Labelled
from tests.benchmarks.sets import QuestionSet
from tests.benchmarks.typos import SEED, with_typos

AN_ENTRY = 6
"""Phrasings of an entry: what a curator finds the time for."""
MISTYPED = 3
"""One question in so many has typos."""


def phrasings(sets: Sequence[QuestionSet], size: int) -> list[str]:
    """So many different phrasings, the entries of all sets mixed so that a small share of them is like the whole."""
    real = list(dict.fromkeys(text for each in sets for texts in each.entries.values() for text in texts))
    real = [text for start in range(_STRIDE) for text in real[start::_STRIDE]]
    copies = (with_typos(text, SEED + round_) for round_ in count() for text in real)
    return list(islice(dict.fromkeys([*real, *islice(copies, 2 * size)]), size))


def questions(sets: Sequence[QuestionSet], size: int) -> list[str]:
    """So many questions, in scope and out of scope in turn, one in three with typos."""
    asked = [each for one in sets for each in (*one.inside, *one.outside)]
    spread = asked[:: max(1, len(asked) // size)][:size]
    return [_asked(each, number) for number, each in enumerate(spread)]


_STRIDE = 61


def _asked(labelled: Labelled, number: int) -> str:
    return labelled.question if number % MISTYPED else with_typos(labelled.question)


def entries_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The phrasings as entries of six each: for timing only, as they mean different things."""
    return {f"entry {start}": tuple(texts[start : start + AN_ENTRY]) for start in range(0, len(texts), AN_ENTRY)}
