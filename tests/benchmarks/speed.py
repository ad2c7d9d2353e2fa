"""How long one question takes, side by side with RapidFuzz's own `process.extractOne(WRatio)` on the same phrasings.

    python -m tests.benchmarks.speed [QUESTIONS.tsv]

Every question is put to each in turn, three rounds, so that a noisy machine slows both; figures are medians.
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
from faq.opening import OFF, open_engine
from faq.text import normalise

QUESTIONS = Path(__file__).parent.parent / "questions" / "fresh.tsv"
ROUNDS = 3


def milliseconds(method: Callable[[str], object], question: str) -> float:
    """The time of one call."""
    begun = time.perf_counter()
    method(question)
    return (time.perf_counter() - begun) * 1000


def main(questions: Path) -> None:
    """Measure and print."""
    faq = load()
    words, meaning = (open_engine(model).matcher(faq) for model in (OFF, None))
    phrasings = [normalise(text) for text in words.phrasings.texts]
    asked = [labelled.question for labelled in read_questions(questions, faq.by_id.__contains__)]
    methods: dict[str, Callable[[str], object]] = {
        "WRatio": lambda question: process.extractOne(normalise(question), phrasings, scorer=fuzz.WRatio),
        "words": words.rank,
        "words and meaning": meaning.rank,
    }
    times: dict[str, list[float]] = {name: [] for name in methods}
    for question in asked * ROUNDS:
        for name, method in methods.items():
            times[name].append(milliseconds(method, question))
    print(f"{len(phrasings):,} phrasings, {len(asked)} questions, {ROUNDS} rounds; milliseconds a question")
    for name, each in times.items():
        ratio = statistics.median(a / b for a, b in zip(each, times["WRatio"], strict=True))
        p99 = statistics.quantiles(each, n=100)[98]
        print(f"{name:18} median {statistics.median(each):6.2f}   p99 {p99:6.2f}   of WRatio's {ratio:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
