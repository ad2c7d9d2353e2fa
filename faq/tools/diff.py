"""Compares two contents: the edits, and the questions that now get another answer. Quotes no question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from faq.assistant import Assistant
from faq.models import Faq
from faq.outcome import Outcome
from faq.tools.evaluation import Labelled, Report, evaluate

_SUGGESTIONS, _NO_ANSWER = "suggestions", "no answer"
"""Labels for outcomes without a target."""


@dataclass(frozen=True, slots=True)
class Move:
    """Questions that moved from one target to another."""

    before: str
    after: str
    questions: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The effect of a new content. The figures are those of `Report.figures`, empty without labelled questions."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    questions: int = 0
    moves: tuple[Move, ...] = ()
    """Largest first."""
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """The number of questions that get another answer."""
        return sum(move.questions for move in self.moves)


def compare(before: Assistant, after: Assistant, labelled: tuple[Labelled, ...] = ()) -> Difference:
    """Ask both contents all phrasings of either and the labelled questions."""
    old, new = before.faq.by_id, after.faq.by_id
    questions = [*phrasings(before.faq, after.faq), *(each.question for each in labelled)]
    return Difference(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        edited=tuple(name for name in new if name in old and new[name] != old[name]),
        questions=len(questions),
        moves=_moves(before, after, questions),
        before=_figures(before, labelled),
        after=_figures(after, labelled),
    )


def phrasings(*contents: Faq) -> tuple[str, ...]:
    """Return every question and phrasing of some contents, each once."""
    entries = (entry for faq in contents for entry in faq.entries)
    return tuple(dict.fromkeys(text for entry in entries for text in (entry.question, *entry.phrasings)))


def _target(outcome: Outcome) -> str:
    return outcome.target or (_SUGGESTIONS if outcome.kind == "suggest" else _NO_ANSWER)


def _moves(before: Assistant, after: Assistant, questions: Iterable[str]) -> tuple[Move, ...]:
    targets = ((_target(before.ask(question)), _target(after.ask(question))) for question in questions)
    counts = Counter((old, new) for old, new in targets if old != new)
    return tuple(Move(old, new, count) for (old, new), count in counts.most_common())


def _figures(assistant: Assistant, labelled: tuple[Labelled, ...]) -> dict[str, float]:
    return Report(tuple(evaluate(assistant, labelled))).figures() if labelled else {}
