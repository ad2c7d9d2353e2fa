"""How long it takes to find the gaps among 10,000 questions, and how well their clusters are their subjects.

    python -m tests.benchmarks.gaps

The questions are 10,000 different messages of the packaged content that belong to no entry, each with two words more,
from 3,000 people. Printed are the elapsed and the processor seconds of the first search, of one after it, whose vectors
are remembered, and of 1,000 questions; then the F1 of pairs on the families of nearby subjects.
"""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from faq.assistant import Assistant
from faq.engine import open_assistant
from faq.gaps import Asked, GapFinder
from faq.matching.classes import Classes
from tests.faq.gaps.families import families

QUESTIONS, PEOPLE = 10_000, 3_000
START = date(2026, 8, 1)


def questions(assistant: Assistant) -> list[Asked]:
    """Return the questions; the same ones every time."""
    chance = random.Random(1)
    classes = Classes.of(assistant.faq)
    entries = len(assistant.faq.entries)
    texts = sorted({text for text, label in zip(classes.texts, classes.labels, strict=True) if label >= entries})
    chosen = chance.sample(texts, QUESTIONS)
    return [
        Asked(f"{text} so then", str(chance.randrange(PEOPLE)), START + timedelta(chance.randrange(90)), str(number))
        for number, text in enumerate(chosen)
    ]


def main() -> None:
    """Measure and print."""
    assistant = open_assistant()
    asked = questions(assistant)
    finder = GapFinder()
    _measure("10,000 questions", finder, asked, assistant)
    _measure("the same again", finder, asked, assistant)
    _measure("1,000 questions", GapFinder(), asked[:1000], assistant)
    for name, family in families().items():
        clusters = GapFinder().clusters(family.asked, assistant)
        print(f"{name:20}F1 {family.f1([{each.text for each in cluster} for cluster in clusters]):.2f}")


def _measure(title: str, finder: GapFinder, asked: list[Asked], assistant: Assistant) -> None:
    elapsed, spent = time.perf_counter(), time.process_time()
    gaps = finder.find(asked, assistant)
    elapsed, spent = time.perf_counter() - elapsed, time.process_time() - spent
    print(f"{title:20}{elapsed:5.1f} s, processor {spent:5.1f} s, {len(gaps)} gaps", flush=True)


if __name__ == "__main__":
    main()
