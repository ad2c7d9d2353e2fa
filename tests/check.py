"""The checks that a change must pass, by the names that the README and CI use.

python -m tests.check            all of them
python -m tests.check lint       one or more of: lint, types, content, measures, tests; or coverage, in place of tests
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

QUESTIONS = "tests/questions"
# Bounds for the labelled questions, the measured values with a small margin; upper bounds for errors and alarms.
FLOORS = "first=0.86 among_three=0.94 right=0.69 right_or_offered=0.89 wrong=0.045 false_answers=0.04"
BOUNDS = f"{FLOORS} urgent_recall=0.95 urgent_alarms=0.015"
HARD = "urgent_recall=0.84 urgent_alarms=0.05"
FAMILIES = {
    "families-emergencies": "urgent_recall=0.96",
    "families-calm-illness": "urgent_alarms=0.03",
    "families-calm-alarming": "urgent_alarms=0.05",
    "families-english-lookups": "urgent_alarms=0",
    "families-distress": "urgent_alarms=0.045",
    "families-ordinary": "urgent_alarms=0.02",
    "blind-emergencies": "urgent_recall=0.98",
    "blind-calm-illness": "urgent_alarms=0.02",
    "blind-calm-alarming": "urgent_alarms=0.04",
    "blind-ordinary": "urgent_alarms=0.02",
    "second-emergencies": "urgent_recall=0.97",
    "second-calm-illness": "urgent_alarms=0.02",
    "second-calm-alarming": "urgent_alarms=0.07",
    "second-ordinary": "urgent_alarms=0.015",
    "foreign-emergencies": "urgent_recall=0.97",
    "foreign-ordinary": "urgent_alarms=0.01",
}
TALKS = {
    "follow-ups": "right=0.87",
    "several": "all_asked=0.72",
    "third-in-scope": "right=0.78 wrong=0.02",
    "third-near-misses": "false_answers=0.065",
    "third-small-talk": "small_talk=0.88",
    "third-among-small-talk": "right=0.95",
    "third-follow-ups": "right=0.81",
    "third-several": "all_asked=0.76",
}
PYTHON = sys.executable
PROCESSES = min((os.cpu_count() or 1) + 1, 4)
PYTEST = [PYTHON, "-m", "pytest", f"--numprocesses={PROCESSES}", "--dist=worksteal"]
TESTS, COVERAGE = "tests", "coverage"
"""The tests, alone and with branch coverage, whose floor is in pyproject.toml and which takes half as long again."""
Step = tuple[str, list[str]]
"""The name of a step, and one of its commands."""
STEPS: dict[str, list[list[str]]] = {
    "lint": [[PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."]],
    "types": [[PYTHON, "-m", "mypy"]],
    "content": [[PYTHON, "-m", "faq", "check", "--all"]],
    "measures": [
        [PYTHON, "-m", "faq", "eval", f"{QUESTIONS}/{name}.tsv", *(f"--fail-under={bound}" for bound in bounds.split())]
        for name, bounds in (
            *((name, BOUNDS) for name in ("dev", "fresh", "unseen")),
            ("red-flags", HARD),
            *FAMILIES.items(),
            *TALKS.items(),
        )
    ],
    # One process more than cores, because many tests wait for a server or a browser.
    TESTS: [PYTEST],
    COVERAGE: [[*PYTEST, "--cov"]],
}
DEFAULT = tuple(name for name in STEPS if name != COVERAGE)


def main(names: list[str]) -> int:
    """Run the steps in order, up to the first that fails."""
    if unknown := [name for name in names if name not in STEPS]:
        print(f"unknown step {unknown[0]}; the steps are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    commands = [(name, command) for name in names or DEFAULT for command in STEPS[name]]
    tests = [each for each in commands if each[0] in {TESTS, COVERAGE}]
    quick = [each for each in commands if each not in tests]
    # All but the tests are commands of one thread each; the tests use all cores themselves.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = _report(quick, pool.map(_run, quick))
        pool.shutdown(cancel_futures=True)
    return failed or _report(tests, map(_run, tests))


def _report(commands: list[Step], results: Iterable[subprocess.CompletedProcess[str]]) -> int:
    """Print the results up to the first that failed, and return its exit code; 0 if none did."""
    for (name, command), result in zip(commands, results, strict=True):
        print(f"== {name}: {' '.join(command[1:])}\n{result.stdout or ''}", end="", flush=True)
        if result.returncode:
            return result.returncode
    return 0


def _run(step: Step) -> subprocess.CompletedProcess[str]:
    """Run a command. What the tests print is shown at once, because they take minutes."""
    name, command = step
    shown = None if name in {TESTS, COVERAGE} else subprocess.PIPE
    return subprocess.run(command, check=False, text=True, stdout=shown, stderr=shown and subprocess.STDOUT)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
