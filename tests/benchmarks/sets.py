"""Question sets: entries with their phrasings, and labelled questions. A folder's, or the packaged FAQ's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from faq.loading import load
from faq.models import Referral
from faq.tools.evaluation import Labelled, read_entries, read_questions
from tests.benchmarks.typos import SEED

OWN = Path(__file__).parent.parent / "questions"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What is asked, of what."""

    name: str
    entries: dict[str, tuple[str, ...]]
    inside: tuple[Labelled, ...]
    outside: tuple[Labelled, ...]
    elsewhere: frozenset[str] = frozenset()
    """Entries that only say that this is not covered: to rank one first is to reject the question."""
    packaged: bool = False

    def sample(self, size: int) -> QuestionSet:
        """At most so many questions in scope, and as many out of scope; the same ones on every run."""
        inside, outside = (_some(each, size) for each in (self.inside, self.outside))
        return QuestionSet(self.name, self.entries, inside, outside, self.elsewhere, self.packaged)


def of_folder(folder: Path) -> QuestionSet:
    """The set of a folder with entries.tsv and questions.tsv.

    Raises:
        QuestionsError: with the file and line of what can't be used.

    """
    entries = read_entries(folder / "entries.tsv")
    labelled = read_questions(folder / "questions.tsv", entries.__contains__)
    return QuestionSet(folder.resolve().name, entries, *_parted(labelled))


def own() -> QuestionSet:
    """The packaged FAQ, with the project's own labelled questions; red flags are not the matcher's to rank."""
    faq = load()
    labelled = [each for file in sorted(OWN.glob("*.tsv")) for each in read_questions(file, faq.by_id.__contains__)]
    entries = {entry.id: tuple(dict.fromkeys((entry.question, *entry.phrasings))) for entry in faq.entries}
    elsewhere = frozenset(entry.id for entry in faq.entries if isinstance(entry.basis, Referral))
    return QuestionSet("the packaged FAQ", entries, *_parted(tuple(labelled)), elsewhere, packaged=True)


def _parted(labelled: tuple[Labelled, ...]) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    inside = tuple(each for each in labelled if each.kind == "in scope")
    return inside, tuple(each for each in labelled if each.kind == "out of scope")


def _some(labelled: tuple[Labelled, ...], size: int) -> tuple[Labelled, ...]:
    return tuple(Random(SEED).sample(labelled, size)) if len(labelled) > size else labelled
