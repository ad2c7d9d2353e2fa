"""The command `legwise gaps`: opens the content and the database, and lists the gaps or reviews them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.config.settings import StoreSettings
from bot.gaps.printing import as_object
from bot.gaps.questions import SharedGaps
from bot.gaps.review import Ask, Review
from faq.editing import ContentEditor
from faq.engine import Engine, open_engine
from faq.gaps import FEWEST_ASKERS, Asked, Gap, GapFinder


def list_gaps(settings: StoreSettings, folder: Path) -> None:
    """Print the gaps as JSON, one a line. Raises OperatorError."""
    asked = SharedGaps(settings).open_questions()
    for gap in _found(open_engine(settings.model), folder, asked):
        print(json.dumps(as_object(gap)), flush=True)


def review_gaps(settings: StoreSettings, folder: Path, who: str, ask: Ask = input) -> None:
    """Go through the gaps with a curator. Raises OperatorError."""
    questions, console = SharedGaps(settings), Console()
    asked = questions.open_questions()
    engine = open_engine(settings.model)
    if gaps := _found(engine, folder, asked):
        Review(questions, ContentEditor(folder, engine), console, ask, who).hold(gaps)
    else:
        console.print(
            f"{len(asked):,} open questions: nothing that {FEWEST_ASKERS} people asked in vain", highlight=False
        )


def _found(engine: Engine, folder: Path, asked: Sequence[Asked]) -> tuple[Gap, ...]:
    assistant = engine.open(folder)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the questions", total=None)
        return GapFinder().find(asked, assistant, lambda done, total: bar.update(task, completed=done, total=total))
