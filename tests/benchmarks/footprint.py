"""Time and memory of `legwise ask`, and memory of a serving bot; each from an empty cache and from a full one.

    python -m tests.benchmarks.footprint [--runs 5]

`legwise ask` runs to its end in a process of its own: medians of the elapsed seconds, of the processor seconds of all
cores and of the maximum resident memory. `legwise run` has a database and the packaged content, and has answered 200
labelled questions: its resident memory, and the maximum since its start. Needs Linux, the tests' packages and psutil:
pip install -r .requirements/bench.txt
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.commands import MODELS, QUESTION, Cost, cost_of, medians
from tests.benchmarks.processes import Setting, question, run_bot
from tests.benchmarks.sets import labelled_sample

RUNS = 5
CACHES = ("empty cache", "full cache")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the time and memory of legwise.")
    parser.add_argument("--runs", type=int, default=RUNS)
    runs: int = parser.parse_args().runs
    print(f"`legwise ask`, medians of {runs}")
    for title, cost in _ask(runs).items():
        print(f"  {title:30}{cost}", flush=True)
    print("`legwise run`, resident, and the maximum since its start")
    for name, model in MODELS.items():
        with tempfile.TemporaryDirectory() as cache:
            for state in CACHES:
                now, most = asyncio.run(_serving(model, cache))
                print(f"  {name + ', ' + state:30}{now:5.0f} MB   {most:5.0f} MB", flush=True)


def _ask(runs: int) -> dict[str, Cost]:
    """Return the medians of each model and state of the cache. A first run, which compiles, does not count."""
    costs = defaultdict[str, list[Cost]](list)
    for _ in range(runs + 1):
        for name, model in MODELS.items():
            with tempfile.TemporaryDirectory() as cache:
                for state in CACHES:
                    costs[f"{name}, {state}"].append(cost_of(["ask", QUESTION, "--model", model], Path(cache)))
    return {title: medians(each[1:]) for title, each in costs.items()}


async def _serving(model: str, cache: str) -> tuple[float, float]:
    """Return the resident megabytes of a bot that has answered, and their maximum."""
    async with run_bot(Setting(), LEGWISE_CONTENT="", LEGWISE_MODEL=model, XDG_CACHE_HOME=cache) as bot:
        await bot.loaded()
        asked = labelled_sample()
        await bot.server.queue(*(question(number, each.question) for number, each in enumerate(asked, 1)))
        await bot.server.until(lambda: bot.replies >= len(asked))
        return _memory(bot.running[0].pid)


def _memory(pid: int) -> tuple[float, float]:
    """Return the resident megabytes of a process, and their maximum."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    now, most = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


if __name__ == "__main__":
    main()
