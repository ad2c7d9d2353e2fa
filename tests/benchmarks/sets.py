"""Question sets: entries with phrasings, and labelled questions, of a folder or of the packaged FAQ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from faq.loading import load
from faq.models import Referral
from faq.tools.evaluation import Labelled, read_entries, read_questions
from tests.benchmarks.typos import SEED

OWN = Path(__file__).parent.parent / "questions"
GENERAL = ("dev", "fresh", "unseen")
"""The files of questions of all kinds."""
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Entries, and labelled questions about them."""

    name: str
    entries: dict[str, tuple[str, ...]]
    inside: tuple[Labelled, ...]
    outside: tuple[Labelled, ...]
    not_covered: frozenset[str] = frozenset()
    """Entries for topics that are not covered: ranking one first rejects the question."""
    packaged: bool = False

    def sample(self, size: int) -> QuestionSet:
        """Return a sample of at most `size` questions in scope and out of scope; the same on every run."""
        inside, outside = (_sample(each, size) for each in (self.inside, self.outside))
        return QuestionSet(self.name, self.entries, inside, outside, self.not_covered, self.packaged)


def of_folder(folder: Path) -> QuestionSet:
    """Return the set of a folder with entries.tsv and questions.tsv.

    Raises:
        QuestionsError: with the file and line of an invalid row.

    """
    entries = read_entries(folder / "entries.tsv")
    labelled = read_questions(folder / "questions.tsv", entries.__contains__)
    return QuestionSet(folder.resolve().name, entries, *_split(labelled))


def own() -> QuestionSet:
    """Return the packaged FAQ with the project's labelled questions, without red flags, which are not ranked."""
    faq = load()
    labelled = [each for file in sorted(OWN.glob("*.tsv")) for each in read_questions(file, faq.by_id.__contains__)]
    entries = {entry.id: tuple(dict.fromkeys((entry.question, *entry.phrasings))) for entry in faq.entries}
    not_covered = frozenset(entry.id for entry in faq.entries if isinstance(entry.basis, Referral))
    return QuestionSet("the packaged FAQ", entries, *_split(tuple(labelled)), not_covered, packaged=True)


def labelled_sample() -> tuple[Labelled, ...]:
    """Return 200 of the project's labelled questions of all kinds, the same on every run."""
    return _sample(
        tuple(each for name in GENERAL for each in read_questions(OWN / f"{name}.tsv", lambda _: True)), SAMPLE
    )


def _split(labelled: tuple[Labelled, ...]) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    inside = tuple(each for each in labelled if each.kind == "in scope")
    return inside, tuple(each for each in labelled if each.kind == "out of scope")


def _sample(labelled: tuple[Labelled, ...], size: int) -> tuple[Labelled, ...]:
    return tuple(Random(SEED).sample(labelled, size)) if len(labelled) > size else labelled
