"""Measures one contender in a separate process: reads a Task from standard input, writes a Measured, both as JSON.

It imports only the contender, so that the growth of memory is the contender's.
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

RANKS = 3
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
    """Processor time of a question, in milliseconds."""
    p99: float
    memory: float
    """Growth of the process in megabytes, libraries included."""
    build: float
    """Seconds."""


def measure(task: Task) -> Measured:
    """Build a contender and ask it each question once."""
    process = psutil.Process()
    before, begin = process.memory_info().rss, time.perf_counter()
    contender = next(each for each in CONTENDERS if each.name == task["contender"])
    entries = {name: tuple(phrasings) for name, phrasings in task["entries"].items()}
    rank = contender.method().build(Known(entries, task["packaged"], Path(task["cache"])))
    built = time.perf_counter() - begin
    times: list[float] = []
    rankings = [_ask(rank, question, list(entries), times) for question in task["questions"]]
    grown = (process.memory_info().rss - before) / MEGABYTE
    # One time has no percentiles, and a run that only builds has no times.
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {"rankings": rankings, "median": cuts[49], "p99": cuts[98], "memory": grown, "build": built}


def _ask(rank: Rank, question: str, names: Sequence[str], times: list[float]) -> RankedQuestion:
    begin = time.process_time()
    scores = rank(question)
    times.append((time.process_time() - begin) * 1000)
    order = sorted(range(len(names)), key=lambda at: -scores[at])[:RANKS]
    return {"first": [names[at] for at in order], "score": scores[order[0]]}


def bind_to_one_core() -> None:
    """Bind this process to one core, on Linux."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> None:
    """Read the task, measure, write the result."""
    task: Task = json.load(sys.stdin)
    if task["questions"]:
        bind_to_one_core()
    json.dump(measure(task), sys.stdout)


if __name__ == "__main__":
    main()
