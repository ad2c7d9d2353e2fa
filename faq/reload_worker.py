"""An edited content made ready in a process of its own: loaded, checked, fitted, and held against the one in use.

Fitting takes up to a minute of one core and a gigabyte; whoever answers meanwhile must not stand still for it. What it
fits stays on the shelf, so that the asking process finds it there. An order comes in by standard input and what was
made goes out by standard output, both pickled: parent and child are one program.
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
"""The labelled questions of a content, in its folder, if its curators keep any."""
NICENESS = 10
"""How far the process steps back for others that want the processor."""
COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from faq.reload_worker import main; main()"
"""What Python runs; the arguments are the path to import from."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to make ready: a folder, with the model and the shelf's folder of `open_engine`, against what is in use."""

    folder: Path
    model: str | None
    cache: Path | None
    before: Faq


@dataclass(frozen=True, slots=True)
class Ready:
    """The content is ready. `faults` holds what `check` would find in it, none of which keeps it from being used."""

    faq: Faq
    difference: Difference
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The content says what the one in use says."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """The content cannot be used: a line for each fault."""

    faults: tuple[str, ...]


JobResult = Ready | Unchanged | Invalid


def prepare(order: Job) -> JobResult:
    """Make a content ready; takes up to a minute."""
    try:
        faq = load(order.folder)
        return Unchanged() if faq == order.before else _prepared(faq, order, open_engine(order.model, order.cache))
    except (FaqError, EncoderError) as error:
        return Invalid(tuple(str(error).splitlines()))


def _prepared(faq: Faq, order: Job, engine: Engine) -> Ready:
    before = engine.assistant(order.before)  # first, while it is surely on the shelf
    labelled, unread = _labelled(order.folder / QUESTIONS, faq)
    difference = diff.compare(before, engine.assistant(faq), labelled)
    return Ready(faq, difference, (*checks.faults(engine.matcher(faq)), *unread))


def _labelled(file: Path, faq: Faq) -> tuple[tuple[Labelled, ...], tuple[str, ...]]:
    """The labelled questions, and why they can't be used."""
    if not file.exists():
        return (), ()
    try:
        return read_questions(file, faq.by_id.__contains__), ()
    except QuestionsError as error:
        return (), (str(error),)


def main() -> None:
    """Take an order, hand out what was made of it. Nothing else may reach standard output."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    order = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    with redirect_stdout(sys.stderr):
        made = prepare(order)
    pickle.dump(made, sys.stdout.buffer)
    sys.stdout.flush()
