"""How long one question takes, side by side with RapidFuzz's own `process.extractOne(WRatio)` on the same phrasings.

    python -m tests.benchmarks.speed [QUESTIONS.tsv]

Every question is put to both in turn, three rounds, so that a noisy machine slows both; figures are medians.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from faq.evaluation import read_questions
from faq.loading import load
from faq.matching import Matcher
from faq.text import normalise

QUESTIONS = Path(__file__).parent.parent / "questions" / "fresh.tsv"
ROUNDS = 3


def milliseconds(run: Callable[[], object]) -> float:
    """The time of one call."""
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def main(questions: Path) -> None:
    """Measure and print."""
    faq = load()
    matcher = Matcher.of(faq)
    phrasings = [normalise(text) for text in matcher.phrasings.texts]
    asked = [labelled.question for labelled in read_questions(questions, faq.by_id.__contains__)]
    ours: list[float] = []
    theirs: list[float] = []
    for question in asked * ROUNDS:
        ours.append(milliseconds(lambda question=question: matcher.rank(question)))  # type: ignore[misc]
        plain = normalise(question)
        theirs.append(milliseconds(lambda plain=plain: process.extractOne(plain, phrasings, scorer=fuzz.WRatio)))  # type: ignore[misc]
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    print(f"{len(phrasings):,} phrasings, {len(asked)} questions, {ROUNDS} rounds; milliseconds a question")
    for name, times in (("legwise", ours), ("WRatio", theirs)):
        p99 = statistics.quantiles(times, n=100)[98]
        print(f"{name:8} median {statistics.median(times):6.2f}   p99 {p99:6.2f}")
    print(f"ratio, question by question: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
