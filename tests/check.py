"""Everything that must hold before a change lands, by the names that the README and CI use.

    python -m tests.check            all of them
    python -m tests.check lint       one: lint, types, tests, content, measures
"""

from __future__ import annotations

import subprocess
import sys

QUESTIONS = "tests/questions"
# Floors for the project's own labelled questions: what was measured, less a little for honest change.
FLOORS = {
    "dev.tsv": ("right_or_offered=0.80", "wrong=0.05", "false_answers=0.06", "urgent_recall=0.95", "urgent_alarms=0.01"),
    "fresh.tsv": ("right_or_offered=0.78", "wrong=0.05", "false_answers=0.06", "urgent_recall=0.95", "urgent_alarms=0.01"),
}  # fmt: skip
PYTHON = sys.executable
STEPS: dict[str, list[list[str]]] = {
    "lint": [[PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."]],
    "types": [[PYTHON, "-m", "mypy"]],
    "content": [[PYTHON, "-m", "faq", "check"]],
    "measures": [
        [PYTHON, "-m", "faq", "eval", f"{QUESTIONS}/{name}", *(f"--fail-under={floor}" for floor in floors)]
        for name, floors in FLOORS.items()
    ],
    "tests": [[PYTHON, "-m", "pytest"]],
}


def main(names: list[str]) -> int:
    """Run the steps in order; the first that fails ends it."""
    if strange := [name for name in names if name not in STEPS]:
        print(f"no step is called {strange[0]}; there are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    for name in names or STEPS:
        for command in STEPS[name]:
            print(f"== {name}: {' '.join(command[1:])}", flush=True)
            if code := subprocess.run(command, check=False).returncode:
                return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
