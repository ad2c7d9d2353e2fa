"""What a running assistant weighs, and how soon the terminal answers.

    python -m tests.benchmarks.footprint

Memory is what is resident in a process that has loaded everything and answered the project's labelled questions:
the assistant alone, and the bot's process with Telegram's library and the database's. The answer of the terminal is
timed from its start to its end, with the content prepared and cached before. The first run of all prepares it.
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
CLOCKS = ("by the clock", "of the processor: the clock's on a machine that does nothing else")


def main() -> None:
    """Measure and print."""
    for told, model in MODELS:
        _seconds(model)  # warms the cache
        for whose, parts in PARTS:
            print(f"{whose}, {told}: {_resident(model, parts):.0f} MB resident", flush=True)
        for took, of in zip(zip(*(_seconds(model) for _ in range(RUNS)), strict=True), CLOCKS, strict=True):
            spread = f"{min(took):.2f} / {statistics.median(took):.2f} / {max(took):.2f} s"
            print(f"`ask`, {told}: {spread} {of} (least, median, most of {RUNS})", flush=True)


def _resident(model: str, parts: tuple[str, ...]) -> float:
    """Megabytes."""
    command = [sys.executable, "-m", "tests.benchmarks.loaded", model, str(OWN / "fresh.tsv"), *parts]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        if not process.stdout.readline():
            raise SystemExit("it did not load, and has said why above; put that right and measure again")
        # A virtual environment's Python may be a launcher that starts the real one.
        whole = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        resident: float = sum(each.memory_info().rss for each in whole) / 1024 / 1024
        process.communicate()
    return resident


def _seconds(model: str) -> tuple[float, float]:
    """What a run took, by the clock and of the processor."""
    command = [sys.executable, "-m", "faq", "ask", QUESTION, *(("--model", model) if model else ())]
    begun, before = time.perf_counter(), os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    took, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return took, spent


if __name__ == "__main__":
    main()
