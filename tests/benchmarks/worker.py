"""Measures one contender in a process of its own: what to measure on standard input, what came of it on standard
output, both as JSON. Imports nothing but the contender, so that the growth of memory is the contender's.

Its types are what the two processes say to each other.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import psutil

from tests.benchmarks.contenders import CONTENDERS, Known, Rank

PLACES = 3
MEGABYTE = 1024 * 1024


class Task(TypedDict):
    contender: str
    entries: dict[str, list[str]]
    packaged: bool
    cache: str
    questions: list[str]


class RankedQuestion(TypedDict):
    first: list[str]
    """The first three entries; ties in the order of the entries."""
    score: float
    """The score of the first."""


class Measured(TypedDict):
    rankings: list[RankedQuestion]
    median: float
    """Milliseconds of processor time a question: what it takes on a core that does nothing else."""
    p99: float
    memory: float
    """Megabytes that the process grew by, its libraries included."""
    build: float
    """Seconds."""


def measured(task: Task) -> Measured:
    """Build a contender and ask it every question once."""
    process = psutil.Process()
    before, begun = process.memory_info().rss, time.perf_counter()
    contender = next(each for each in CONTENDERS if each.name == task["contender"])
    entries = {name: tuple(phrasings) for name, phrasings in task["entries"].items()}
    rank = contender.method().build(Known(entries, task["packaged"], Path(task["cache"])))
    built = time.perf_counter() - begun
    times: list[float] = []
    rankings = [_asked(rank, question, list(entries), times) for question in task["questions"]]
    grown = (process.memory_info().rss - before) / MEGABYTE
    # One question has no percentiles; a build without a question has no times.
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {"rankings": rankings, "median": cuts[49], "p99": cuts[98], "memory": grown, "build": built}


def _asked(rank: Rank, question: str, names: Sequence[str], times: list[float]) -> RankedQuestion:
    begun = time.process_time()
    scores = rank(question)
    times.append((time.process_time() - begun) * 1000)
    order = sorted(range(len(names)), key=lambda at: -scores[at])[:PLACES]
    return {"first": [names[at] for at in order], "score": scores[order[0]]}


def on_one_core() -> None:
    """Stay on one core from now on, where the system can say so."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> None:
    """Read the task, do it, tell."""
    task: Task = json.load(sys.stdin)
    if task["questions"]:
        on_one_core()
    json.dump(measured(task), sys.stdout)


if __name__ == "__main__":
    main()
