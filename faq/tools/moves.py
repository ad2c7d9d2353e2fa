"""The labelled questions whose outcome differs between two contents: from where, to where, right or not.

For a curator in the terminal: it quotes the questions, which `diff`, whose result reaches a chat, does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from faq.tools.evaluation import Judged

_WORDS = {
    (True, False): "right → wrong",
    (False, True): "wrong → right",
    (False, False): "wrong → wrong",
    (True, True): "right → right",
}
"""The verdicts before and now, the worst first."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A labelled question with its outcomes before and now."""

    before: Judged
    after: Judged

    @property
    def verdict(self) -> str:
        return _WORDS[not self.before.failed, not self.after.failed]


@dataclass(frozen=True, slots=True)
class Moves:
    """The questions that moved, of all that were asked."""

    moved: tuple[Moved, ...]
    """Those that are wrong now first."""
    questions: int

    @property
    def counts(self) -> dict[str, int]:
        """Return how many moved with each verdict, the worst first."""
        counted = Counter(each.verdict for each in self.moved)
        return {verdict: counted[verdict] for verdict in _WORDS.values()}


def moves(before: Iterable[Judged], after: Iterable[Judged]) -> Moves:
    """Compare the outcomes of the same questions."""
    pairs = [Moved(old, new) for old, new in zip(before, after, strict=True)]
    moved = (pair for pair in pairs if pair.before.outcome_label != pair.after.outcome_label)
    order = list(_WORDS.values())
    return Moves(tuple(sorted(moved, key=lambda pair: order.index(pair.verdict))), len(pairs))


def as_object(compared: Moves) -> dict[str, object]:
    """Return the moves as JSON values."""
    return {"counts": compared.counts, "questions": [_question(each) for each in compared.moved]}


def print_moves(compared: Moves, console: Console, against: str) -> None:
    """Print the moves as a table, and their counts in one line."""
    table = Table(title=f"moved since {against}", show_lines=True)
    for column in ("question", "accepted", "before", "now", "verdict"):
        table.add_column(column, overflow="fold")
    for each in compared.moved:
        accepted = ", ".join(sorted(each.after.labelled.accept))
        table.add_row(
            each.after.labelled.question, accepted, each.before.outcome_label, each.after.outcome_label, each.verdict
        )
    if compared.moved:
        console.print(table)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in compared.counts.items())
    console.print(f"{len(compared.moved)} of {compared.questions} questions moved: {counts}", soft_wrap=True)


def _question(each: Moved) -> dict[str, object]:
    return {
        "question": each.after.labelled.question,
        "accept": sorted(each.after.labelled.accept),
        "before": each.before.outcome_label,
        "now": each.after.outcome_label,
        "right_before": not each.before.failed,
        "right_now": not each.after.failed,
    }
