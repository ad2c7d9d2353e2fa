"""A child process that prepares edited content: loads, checks and fits it, and compares it with the content in use.

Fitting takes up to a minute of one core and a gigabyte, which would block the bot's event loop. The fitted arrays reach
the parent through the cache; the job and its result are pickled over standard input and output.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from faq.engine import Engine, open_engine
from faq.loading import FaqError, load
from faq.matching.encoder import EncoderError
from faq.models import Faq
from faq.tools import checks, diff
from faq.tools.diff import Difference
from faq.tools.evaluation import Labelled, QuestionsError, read_questions

QUESTIONS = "questions.tsv"
"""Optional file of labelled questions in the content folder."""
NICENESS = 10
"""`os.nice` increment."""
COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from faq.reload_worker import main; main()"
"""Code for `python -c`; the arguments become `sys.path`."""


@dataclass(frozen=True, slots=True)
class Job:
    """A content folder to prepare; `model` and `cache` are those of `open_engine`, `before` is the content in use."""

    folder: Path
    model: str | None
    cache: Path | None
    before: Faq


@dataclass(frozen=True, slots=True)
class Ready:
    """Content ready for use. `faults` are the warnings of `check`."""

    faq: Faq
    difference: Difference
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The content equals the one in use."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """Content that cannot be used: one line per fault."""

    faults: tuple[str, ...]


JobResult = Ready | Unchanged | Invalid


def prepare(job: Job) -> JobResult:
    """Prepare a content; takes up to a minute."""
    try:
        faq = load(job.folder)
        return Unchanged() if faq == job.before else _compared(faq, job, open_engine(job.model, job.cache))
    except (FaqError, EncoderError) as error:
        return Invalid(tuple(str(error).splitlines()))


def _compared(faq: Faq, job: Job, engine: Engine) -> Ready:
    before = engine.assistant(job.before)  # first, before the cache can evict it
    labelled, unusable = _labelled(job.folder / QUESTIONS, faq)
    difference = diff.compare(before, engine.assistant(faq), labelled)
    faults = (*checks.faults(faq, engine.cache), *checks.mismatches(engine.matcher(faq)), *unusable)
    return Ready(faq, difference, faults)


def _labelled(file: Path, faq: Faq) -> tuple[tuple[Labelled, ...], tuple[str, ...]]:
    """Return the labelled questions, and a fault if they cannot be used."""
    if not file.exists():
        return (), ()
    try:
        return read_questions(file, faq.by_id.__contains__), ()
    except QuestionsError as error:
        return (), (str(error),)


def main() -> None:
    """Read a job from standard input and write its result to standard output."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    with redirect_stdout(sys.stderr):  # nothing else may reach standard output
        result = prepare(job)
    pickle.dump(result, sys.stdout.buffer)
    sys.stdout.flush()
