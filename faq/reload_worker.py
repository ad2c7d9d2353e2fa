"""A child process that prepares edited content: loads and builds it, then checks it and compares it with the last one.

Building takes seconds of one core, or minutes if there is much to encode, which would block the bot's event loop. The
content is handed over as soon as it can be used; its assistant reaches the parent as a snapshot. The job and its
results are pickled over standard input and output, each result after its length.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from faq.assistant import Assistant
from faq.engine import Engine, open_engine
from faq.loading import FaqError
from faq.matching.encoder import EncoderError
from faq.models import Faq
from faq.paths import QUESTIONS
from faq.tools import checks, diff
from faq.tools.diff import Difference
from faq.tools.evaluation import Labelled, QuestionsError, read_questions

NICENESS = 10
"""`os.nice` increment."""
COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from faq.reload_worker import main; main()"
"""Code for `python -c`; the arguments become `sys.path`."""


@dataclass(frozen=True, slots=True)
class Job:
    """A content folder to prepare.

    Attributes:
        model, cache: those of `open_engine`.
        before: the content in use.
        is_checked: whether that one was checked.

    """

    folder: Path
    model: str | None
    cache: Path | None
    before: Faq
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """Content ready for use; `state` is of the snapshot of its assistant, if there is one."""

    faq: Faq
    state: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say of content that was ready. `faults` are the warnings of `check`."""

    difference: Difference
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The content equals the one in use."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """Content that cannot be used: one line per fault."""

    faults: tuple[str, ...]


JobResult = Ready | Checked | Unchanged | Invalid
LENGTH = Struct("!Q")
"""The number before each result: its bytes."""


def prepare(job: Job) -> Iterator[JobResult]:
    """Prepare a content: yield that it is ready, and then what the checks find; or one result that ends it."""
    try:
        engine = open_engine(job.model, job.cache)
        read = engine.read(job.folder)
    except (FaqError, EncoderError) as error:
        yield Invalid(tuple(str(error).splitlines()))
        return
    if read.guard.faq == job.before and job.is_checked:
        yield Unchanged()
        return
    assistant = engine.complete(read)
    yield Ready(assistant.faq, read.state)
    yield _checked(assistant, job, engine)


def _checked(assistant: Assistant, job: Job, engine: Engine) -> Checked:
    faq = assistant.faq
    labelled, unusable = _labelled(job.folder / QUESTIONS, faq)
    difference = diff.compare(engine.assistant(job.before), assistant, labelled)
    faults = (*checks.faults(faq, engine.cache), *checks.mismatches(engine.matcher(faq)), *unusable)
    return Checked(difference, faults)


def _labelled(file: Path, faq: Faq) -> tuple[tuple[Labelled, ...], tuple[str, ...]]:
    """Return the labelled questions, and a fault if they cannot be used."""
    if not file.exists():
        return (), ()
    try:
        return read_questions(file, faq.by_id.__contains__), ()
    except QuestionsError as error:
        return (), (str(error),)


def main() -> None:
    """Read a job from standard input and write its results to standard output, each as soon as there is one."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    output = sys.stdout.buffer
    with redirect_stdout(sys.stderr):  # nothing else may reach standard output
        for result in prepare(job):
            pickled = pickle.dumps(result)
            output.write(LENGTH.pack(len(pickled)) + pickled)
            output.flush()
