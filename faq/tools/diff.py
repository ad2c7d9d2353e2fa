"""Two contents held against each other: what was edited, and which questions now go elsewhere.

Tells ids, counts and shares; quotes no question. Knows no file and no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from faq.assistant import Assistant
from faq.models import Faq
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent
from faq.tools.evaluation import Labelled, Report, evaluate

SUGGESTED, NOWHERE = "suggestions", "no answer"
"""Where a question goes that no one entry is told for."""


@dataclass(frozen=True, slots=True)
class Move:
    """Questions that went to one place before and go to another now: an entry's id, or what stands for no entry."""

    before: str
    after: str
    questions: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new content changes. The figures are those of `Report.figures`, empty where no question is labelled."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    asked: int = 0
    moves: tuple[Move, ...] = ()
    """The largest first."""
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """How many of the questions asked go elsewhere now."""
        return sum(move.questions for move in self.moves)


def compare(before: Assistant, after: Assistant, labelled: tuple[Labelled, ...] = ()) -> Difference:
    """Ask both contents all phrasings of either, and the labelled questions."""
    old, new = before.faq.by_id, after.faq.by_id
    questions = [*phrasings(before.faq, after.faq), *(each.question for each in labelled)]
    return Difference(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        edited=tuple(name for name in new if name in old and new[name] != old[name]),
        asked=len(questions),
        moves=_moves(before, after, questions),
        before=_figures(before, labelled),
        after=_figures(after, labelled),
    )


def phrasings(*contents: Faq) -> tuple[str, ...]:
    """Every question and phrasing of some contents, each once."""
    entries = (entry for faq in contents for entry in faq.entries)
    return tuple(dict.fromkeys(text for entry in entries for text in (entry.question, *entry.phrasings)))


def goes(outcome: Outcome) -> str:
    """Where a question goes: an entry's id, an urgent reply's behind a colon, or that it goes to no one entry."""
    match outcome:
        case Urgent(reply):
            return f":{reply.id}"
        case Found(entry) | Referred(entry):
            return entry.id
        case Unsure():
            return SUGGESTED
        case NotFound():
            return NOWHERE


def _moves(before: Assistant, after: Assistant, questions: Iterable[str]) -> tuple[Move, ...]:
    ways = ((goes(before.ask(question)), goes(after.ask(question))) for question in questions)
    counted = Counter((old, new) for old, new in ways if old != new)
    return tuple(Move(old, new, count) for (old, new), count in counted.most_common())


def _figures(assistant: Assistant, labelled: tuple[Labelled, ...]) -> dict[str, float]:
    return Report(tuple(evaluate(assistant, labelled))).figures() if labelled else {}
