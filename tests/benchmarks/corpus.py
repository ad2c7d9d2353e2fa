"""Any number of phrasings for timing: real ones, then copies of them with typos."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, islice

from faq.tools.evaluation import Labelled
from tests.benchmarks.sets import QuestionSet
from tests.benchmarks.typos import SEED, with_typos

PER_ENTRY = 6
"""Phrasings of an entry, as many as curators typically write."""
MISTYPED = 3
"""One question in three has typos."""


def phrasings(sets: Sequence[QuestionSet], size: int) -> list[str]:
    """Return distinct phrasings, with the entries of all sets mixed so that a small sample resembles the whole."""
    real = list(dict.fromkeys(text for each in sets for texts in each.entries.values() for text in texts))
    real = [text for start in range(_STRIDE) for text in real[start::_STRIDE]]
    copies = (with_typos(text, SEED + round_) for round_ in count() for text in real)
    return list(islice(dict.fromkeys([*real, *islice(copies, 2 * size)]), size))


def questions(sets: Sequence[QuestionSet], size: int) -> list[str]:
    """Return questions in scope and out of scope, one in three with typos."""
    labelled = [each for one in sets for each in (*one.inside, *one.outside)]
    sample = labelled[:: max(1, len(labelled) // size)][:size]
    return [_question(each, number) for number, each in enumerate(sample)]


_STRIDE = 61


def _question(labelled: Labelled, number: int) -> str:
    return labelled.question if number % MISTYPED else with_typos(labelled.question)


def entries_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Group phrasings into entries of six, for timing only: those of one entry differ in meaning."""
    return {f"entry {start}": tuple(texts[start : start + PER_ENTRY]) for start in range(0, len(texts), PER_ENTRY)}
