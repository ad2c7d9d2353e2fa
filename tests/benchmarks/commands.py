"""The cost of a command of legwise, run as a process of its own with a cache of its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

QUESTION = "what is my body lacking"
ENCODER, OFF = "with the encoder", "model off"
MODELS = {ENCODER: "", OFF: "off"}
"""Values of `LEGWISE_MODEL`."""
INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Bytecode is cached, as for an installed package."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: elapsed seconds, processor seconds of all cores, and the maximum resident megabytes."""

    elapsed: float
    spent: float
    memory: float

    def __str__(self) -> str:
        return f"{self.elapsed:6.2f} s   {self.spent:6.2f} s processor   {self.memory:5.0f} MB"


def cost_of(command: Sequence[str], cache: Path) -> Cost:
    """Run a command that succeeds, without its output. Exit if it fails."""
    arguments = [sys.executable, "-m", "bot", *command]
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    environment = os.environ | INSTALLED | {"XDG_CACHE_HOME": str(cache)}
    begin = time.perf_counter()
    child = os.posix_spawn(sys.executable, arguments, environment, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - begin
    if status:
        raise SystemExit(f"{' '.join(command)} failed; run it by hand for its error")
    return Cost(elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def medians(costs: Iterable[Cost]) -> Cost:
    """Return the median of each."""
    return Cost(*map(median, zip(*map(astuple, costs), strict=True)))
