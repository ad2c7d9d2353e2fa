"""Measures a contender in a separate worker process on one core, after filling its cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from platformdirs import user_cache_path

from tests.benchmarks.contenders import Contender
from tests.benchmarks.sets import QuestionSet
from tests.benchmarks.worker import Measured, Task

# Several threads in a linear algebra library would make it look faster than it is on one core.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure_in_worker(contender: Contender, known: QuestionSet, questions: Sequence[str]) -> Measured | None:
    """Return the measurement of a worker; None if it failed, which is reported on standard error."""
    if contender.caches and _run(contender, known, []) is None:
        return None
    return _run(contender, known, questions)


def _run(contender: Contender, known: QuestionSet, questions: Sequence[str]) -> Measured | None:
    """Run a worker. Without questions it only builds the contender, using all cores."""
    task: Task = {
        "contender": contender.name,
        "entries": {name: list(phrasings) for name, phrasings in known.entries.items()},
        "packaged": known.packaged,
        "cache": str(user_cache_path("legwise") / "benchmarks" / f"{known.name} {contender.name}"),
        "questions": list(questions),
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.worker"],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        env=os.environ | (ONE_THREAD if questions else {}),
        text=True,
        check=False,
    )
    if run.returncode:
        print(
            f'{contender.title}: failed; are all libraries installed? pip install ".[semantic,bench]"', file=sys.stderr
        )
        return None
    measured: Measured = json.loads(run.stdout)
    return measured
