"""Measures an assistant on labelled questions.

A labelled file is TSV: question, accept, note. `accept` lists the entries that a fair judge accepts, `none` for an
uncovered subject, `safety` for a red flag, `talk:thanks` and the like for small talk. ` & ` stands between what several
questions of one message accept. A column `about` has the entry that was told before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from faq.assistant import Assistant
from faq.context import Context
from faq.errors import OperatorError
from faq.models import Referral, TalkKind
from faq.outcome import Found, Outcome, Referred, Smalltalk, Unsure, Urgent
from faq.tools.calibration import Bin, bins, calibration_error

NONE, SAFETY, TALK = "none", "safety", "talk:"
KINDS = frozenset(f"{TALK}{kind}" for kind in get_args(TalkKind))

CEILINGS = ("wrong", "false_answers", "urgent_alarms", "calibration_error")
"""Measures where lower is better."""


class QuestionsError(OperatorError):
    """A labelled file is unusable; the message has position, problem and cure."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its accepted labels."""

    question: str
    accept: frozenset[str]
    note: str = ""
    about: str = ""
    """The entry that was told before."""
    asked: tuple[frozenset[str], ...] = ()
    """What each of several questions accepts; empty for one."""

    @property
    def kind(self) -> str:
        """In scope, out of scope, red flag, or small talk."""
        if SAFETY in self.accept:
            return "red flag"
        if self.accept <= KINDS:
            return "small talk"
        return "out of scope" if self.accept == {NONE} else "in scope"


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled question with the assistant's outcome."""

    labelled: Labelled
    outcome: Outcome

    @property
    def first(self) -> bool:
        return self._ranked(1)

    @property
    def among_three(self) -> bool:
        return self._ranked(3)

    @property
    def right(self) -> bool:
        """Whether it was answered or referred by an accepted entry."""
        match self.outcome:
            case Found(entry) | Referred(entry):
                return entry.id in self.labelled.accept
            case Smalltalk(talk):
                return f"{TALK}{talk.kind}" in self.labelled.accept
            case _:
                return False

    @property
    def all_asked(self) -> bool:
        """Whether each of several questions is answered or offered."""
        match self.outcome:
            case Found(entry, also=also) | Referred(entry, also=also):
                shown = {entry.id, *(each.id for each in also)}
            case Unsure(suggestions):
                shown = {each.id for each in suggestions}
            case _:
                return False
        return all(accept & shown for accept in self.labelled.asked)

    @property
    def offered(self) -> bool:
        """Whether an accepted entry is among the suggestions."""
        return isinstance(self.outcome, Unsure) and any(
            entry.id in self.labelled.accept for entry in self.outcome.suggestions
        )

    @property
    def wrong(self) -> bool:
        """Whether it was answered by an entry that is not accepted, or referred though an entry covers it."""
        match self.outcome:
            case Found(entry):
                return entry.id not in self.labelled.accept
            case Referred(entry):
                return self.labelled.kind == "in scope" and not {entry.id, NONE} & self.labelled.accept
            case _:
                return False

    @property
    def urgent(self) -> bool:
        return isinstance(self.outcome, Urgent)

    @property
    def failed(self) -> bool:
        """Whether it is to be looked at: wrong, missed, or a false alarm."""
        match self.labelled.kind:
            case "red flag":
                return not self.urgent
            case "out of scope":
                return self.urgent or self.wrong
            case "small talk":
                return not self.right
            case _:
                return self.urgent or self.wrong or not (self.right or self.offered)

    @property
    def outcome_label(self) -> str:
        """The outcome in a word or two, for the table of failures."""
        match self.outcome:
            case Urgent(reply):
                return f"urgent: {reply.id}"
            case Unsure(suggestions):
                return f"suggested: {', '.join(entry.id for entry in suggestions)}"
            case _:
                return self.outcome.target or "no answer"

    @property
    def scored(self) -> tuple[float, bool] | None:
        """The best score, and whether its entry is accepted.

        None where the label does not decide that: a red flag, or a referral where `none` is accepted, because any
        referral may do.
        """
        best = self.outcome.candidates[0]
        accepted = best.entry.id in self.labelled.accept
        referred = isinstance(best.entry.basis, Referral) and NONE in self.labelled.accept
        if self.labelled.kind == "red flag" or (referred and not accepted):
            return None
        return best.score, accepted

    def _ranked(self, places: int) -> bool:
        return any(match.entry.id in self.labelled.accept for match in self.outcome.candidates[:places])


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of a set of judged questions."""

    judged: tuple[Judged, ...]

    def figures(self) -> dict[str, float]:
        """Return each measure, from 0 to 1; omits measures without questions."""
        error = calibration_error(self.reliability())
        return self.shares() | ({} if error is None else {"calibration_error": error})

    def shares(self) -> dict[str, float]:
        """Return the measures that are shares of the questions."""
        inside, outside, flagged = (self._of(kind) for kind in ("in scope", "out of scope", "red flag"))
        calm = [*inside, *outside]
        several = [judged for judged in inside if judged.labelled.asked]
        measures = {
            "first": _share(inside, lambda judged: judged.first),
            "among_three": _share(inside, lambda judged: judged.among_three),
            "right": _share(inside, lambda judged: judged.right),
            "right_or_offered": _share(inside, lambda judged: judged.right or judged.offered),
            "wrong": _share(inside, lambda judged: judged.wrong),
            "false_answers": _share(outside, lambda judged: judged.wrong),
            "small_talk": _share(self._of("small talk"), lambda judged: judged.right),
            "all_asked": _share(several, lambda judged: judged.all_asked),
            "urgent_recall": _share(flagged, lambda judged: judged.urgent),
            "urgent_alarms": _share(calm, lambda judged: judged.urgent),
        }
        return {name: share for name, share in measures.items() if share is not None}

    def by_label(self) -> dict[str, dict[str, float]]:
        """Return the shares for each label; a question with two labels counts for both."""
        labels = sorted({label for judged in self.judged for label in judged.labelled.accept})
        return {label: self._labelled(label).shares() for label in labels}

    def reliability(self) -> tuple[Bin, ...]:
        """Return the questions in bins of their best score; see `Judged.scored`."""
        return bins(scored for judged in self.judged if (scored := judged.scored) is not None)

    def failed(self) -> tuple[Judged, ...]:
        """Return the questions to look at: wrong, missed, or with a false alarm."""
        return tuple(judged for judged in self.judged if judged.failed)

    def _of(self, kind: str) -> list[Judged]:
        return [judged for judged in self.judged if judged.labelled.kind == kind]

    def _labelled(self, label: str) -> Report:
        return Report(tuple(judged for judged in self.judged if label in judged.labelled.accept))


def evaluate(assistant: Assistant, questions: Iterable[Labelled]) -> Iterator[Judged]:
    """Ask one question after another; lazy, so that the caller can show progress."""
    for labelled in questions:
        context = Context.told(assistant.faq.by_id[labelled.about], assistant.faq) if labelled.about else None
        yield Judged(labelled, assistant.ask(labelled.question, context))


def read_questions(path: Path, known: Callable[[str], bool]) -> tuple[Labelled, ...]:
    """Read a labelled file; `known` is true for the id of an entry.

    Raises:
        QuestionsError: with file, line and cure.

    """
    rows = _rows(path, ("question", "accept"))
    if not rows:
        raise QuestionsError(f"{path}: no questions; add a line below the header")
    return tuple(_labelled(path, line, row, known) for line, row in rows)


def read_entries(path: Path) -> dict[str, tuple[str, ...]]:
    """Read another FAQ's phrasings: entry, phrasing.

    Raises:
        QuestionsError: with file, line and cure.

    """
    entries: dict[str, tuple[str, ...]] = {}
    for _, row in _rows(path, ("entry", "phrasing")):
        entries[row["entry"]] = (*entries.get(row["entry"], ()), row["phrasing"])
    if not entries:
        raise QuestionsError(f"{path}: no phrasings; add a line below the header")
    return entries


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their line numbers."""
    # Only a tab ends a field and only a line feed a row, because questions contain every other odd character.
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise QuestionsError(f"{path}: cannot be read ({reason}); name a TSV file in UTF-8") from None
    header, *fields = (line.removesuffix("\r").split("\t") for line in lines)
    if missing := [column for column in columns if column not in header]:
        raise QuestionsError(f"{path}:1: no column {', '.join(missing)}; start with the line {'<TAB>'.join(columns)}")
    blank = dict.fromkeys(header, "")
    rows = [(line, blank | dict(zip(header, row, strict=False))) for line, row in enumerate(fields, 2) if any(row)]
    for line, row in rows:
        if empty := [column for column in columns if not row[column].strip()]:
            raise QuestionsError(f"{path}:{line}: {empty[0]} is empty; fill it, or delete the line")
    return rows


def _labelled(path: Path, line: int, row: dict[str, str], known: Callable[[str], bool]) -> Labelled:
    asked = tuple(map(_labels, row["accept"].split(" & ")))
    about, accept = row.get("about", ""), frozenset().union(*asked)
    if not all(asked):
        raise QuestionsError(f"{path}:{line}: accept has no label; write an id, none or safety")
    if unknown := sorted(label for label in accept if label not in {NONE, SAFETY, *KINDS} and not known(label)):
        raise QuestionsError(f"{path}:{line}: unknown label {unknown[0]}; write an id, none or safety")
    if about and not known(about):
        raise QuestionsError(f"{path}:{line}: about names an unknown entry, {about}; write an id")
    return Labelled(row["question"], accept, row.get("note", ""), about, asked if len(asked) > 1 else ())


def _labels(accept: str) -> frozenset[str]:
    return frozenset(label.strip() for label in accept.split(",") if label.strip())


def _share(judged: list[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return sum(map(holds, judged)) / len(judged) if judged else None
