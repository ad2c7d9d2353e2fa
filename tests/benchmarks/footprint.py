"""Memory of a loaded assistant, and the time of `legwise ask`.

    python -m tests.benchmarks.footprint

Memory is the resident memory of a process that has loaded everything and answered the labelled questions: the assistant
alone, and the bot with the libraries for Telegram and the database. `legwise ask` is timed from start to end, with a
full cache; a first run fills it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

import psutil

from tests.benchmarks.sets import OWN

MODELS = (("with the model", ""), ("model off", "off"))
PARTS = (("the assistant", ()), ("the bot", ("bot",)))
QUESTION = "what is my body lacking"
RUNS = 5
CLOCKS = ("elapsed", "processor time, which is the elapsed time on an idle machine")


def main() -> None:
    """Measure and print."""
    for title, model in MODELS:
        _seconds(model)  # fills the cache
        for subject, parts in PARTS:
            print(f"{subject}, {title}: {_resident(model, parts):.0f} MB resident", flush=True)
        for seconds, clock in zip(zip(*(_seconds(model) for _ in range(RUNS)), strict=True), CLOCKS, strict=True):
            spread = f"{min(seconds):.2f} / {statistics.median(seconds):.2f} / {max(seconds):.2f} s"
            print(f"`ask`, {title}: {spread} {clock} (minimum, median, maximum of {RUNS})", flush=True)


def _resident(model: str, parts: tuple[str, ...]) -> float:
    """Return the resident megabytes."""
    command = [sys.executable, "-m", "tests.benchmarks.loaded", model, str(OWN / "fresh.tsv"), *parts]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        if not process.stdout.readline():
            raise SystemExit("loading failed; see the error above")
        # A virtual environment's Python may be a launcher that starts the real one.
        processes = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        resident: float = sum(each.memory_info().rss for each in processes) / 1024 / 1024
        process.communicate()
    return resident


def _seconds(model: str) -> tuple[float, float]:
    """Return the elapsed and the processor seconds of a run."""
    command = [sys.executable, "-m", "faq", "ask", QUESTION, *(("--model", model) if model else ())]
    begin, before = time.perf_counter(), os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    elapsed, after = time.perf_counter() - begin, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return elapsed, spent


if __name__ == "__main__":
    main()
