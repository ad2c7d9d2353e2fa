"""Measures the content on its labelled questions, today's and those of earlier git revisions, in the background."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.concurrency import in_daemon_thread
from bot.desk.background import Background, Progress
from bot.desk.charts import Chart, Series
from bot.desk.history import Revision, history
from bot.desk.library import Library
from bot.desk.measures import Figure
from bot.reload.watcher import Fingerprint
from faq.assistant import Assistant
from faq.engine import Engine
from faq.errors import OperatorError
from faq.loading import FaqError, load
from faq.paths import QUESTIONS
from faq.provenance import day as in_words
from faq.tools.evaluation import Labelled, Report, evaluate, read_questions
from faq.tools.folders import content_at
from faq.tools.report import TITLES

EARLIER = 4
"""Revisions that are measured besides the content of today; each takes seconds, or a minute."""
SHOWN = {
    "right_or_offered": "Answered right or offered", "wrong": "Answered wrong", "false_answers": "False answers",
    "urgent_recall": "Red flags caught",
}  # fmt: skip
"""The measures that are drawn; the table has all."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the content with its measures, from 0 to 1."""

    title: str
    questions: int
    figures: dict[str, float]


class LabelledQuestions:
    """The labelled questions of a folder."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.work: Background[Fingerprint, tuple[Version, ...]] = Background(self._measure)

    @property
    def exist(self) -> bool:
        """Whether the folder has labelled questions."""
        return (self._library.folder / QUESTIONS).is_file()

    async def start(self) -> None:
        """Measure the content as it is now, unless that is done or in progress."""
        self.work.want((await self._library.now()).state)

    async def _measure(self, _: Fingerprint, progress: Progress) -> tuple[Version, ...]:
        revisions = await history(self._library.folder, most=EARLIER)
        engine, folder = await self._library.engine(), self._library.folder
        return await in_daemon_thread("labelled", lambda: measured(folder, engine, revisions, progress))


def measured(folder: Path, engine: Engine, revisions: Iterable[Revision], progress: Progress) -> tuple[Version, ...]:
    """Measure revisions, given the newest first, and the content of today; return the oldest first.

    A revision whose content is not valid is left out. Raises OperatorError.
    """
    assistant = engine.open(folder)
    questions = read_questions(folder / QUESTIONS, assistant.faq.by_id.__contains__)
    earlier = tuple(revisions)
    total, versions = len(questions) * (1 + len(earlier)), []
    for number, revision in enumerate(reversed(earlier)):
        progress(number * len(questions), total)
        if before := _assistant_at(folder, engine, revision):
            title = f"{in_words(revision.day)} ({revision.id})"
            versions.append(_version(title, before, questions, number * len(questions), total, progress))
    done = len(earlier) * len(questions)
    return (*versions, _version("Now", assistant, questions, done, total, progress))


def figure(versions: tuple[Version, ...]) -> Figure:
    """Return the measures by version: lines if there are several, bars for one."""
    latest = versions[-1]
    names = [name for name in TITLES if any(name in each.figures for each in versions)]
    drawn = [name for name in SHOWN if all(name in each.figures for each in versions)]
    told = "; ".join(f"{SHOWN[name].lower()} {latest.figures[name]:.1%}" for name in drawn)
    rows = tuple((each.title, *(_percent(each.figures.get(name)) for name in names)) for each in versions)
    header = ("Version", *(TITLES[name].capitalize() for name in names))
    title, description = "Labelled questions by version of the content", f"Now, on {latest.questions:,}: {told}."
    several = len(versions) > 1
    if several:
        labels = tuple(each.title.partition(" (")[0] for each in versions)
        series = tuple(Series(SHOWN[name], tuple(each.figures[name] for each in versions)) for name in drawn)
    else:
        labels = tuple(SHOWN[name] for name in drawn)
        series = (Series("", tuple(latest.figures[name] for name in drawn)),)
    return Figure(Chart("labelled", title, description, labels, series, "share"), several, header, rows)


def _assistant_at(folder: Path, engine: Engine, revision: Revision) -> Assistant | None:
    try:
        with content_at(folder, revision.id) as content:
            return engine.assistant(load(content))
    except (FaqError, OperatorError):
        return None


def _version(
    title: str, assistant: Assistant, questions: tuple[Labelled, ...], done: int, total: int, progress: Progress
) -> Version:
    judged = []
    for number, each in enumerate(evaluate(assistant, _known(questions, assistant)), 1):
        judged.append(each)
        progress(done + number, total)
    return Version(title, len(questions), Report(tuple(judged)).figures())


def _known(questions: Iterable[Labelled], assistant: Assistant) -> Iterable[Labelled]:
    """Return the questions that can be asked: an earlier content may lack the entry that one follows."""
    return (each for each in questions if not each.about or each.about in assistant.faq.by_id)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
