"""Prints gaps and previews of edits, without control characters of users' texts; and gaps as JSON."""

from __future__ import annotations

from rich.console import Console

from faq.editing import Effects, Preview
from faq.gaps import Gap, Suggestion
from faq.tools.moves import print_moves

_SHOWN = 5
"""Questions of a gap that are printed."""


def printable(text: str) -> str:
    """Return a text in one line, without characters that control a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def as_object(gap: Gap) -> dict[str, object]:
    """Return a gap as JSON values."""
    suggestion = gap.suggestion
    return {
        "id": gap.id,
        "question": gap.representative.text,
        "askers": gap.askers,
        "first": gap.first.isoformat(),
        "last": gap.last.isoformat(),
        "questions": list(gap.texts),
        "nearest": [{"entry": match.entry.id, "score": match.score} for match in gap.nearest],
        "suggestion": {
            "kind": suggestion.kind,
            "entry": suggestion.entry.id if suggestion.entry else None,
            "reason": suggestion.reason,
        },
    }


def print_gap(console: Console, gap: Gap, number: int, total: int) -> None:
    """Print a gap with its nearest entries and the suggestion."""
    _print(console, "")
    _print(console, f"{number} of {total}: {gap.askers} people, {gap.first} to {gap.last}")
    others = len(gap.texts) - _SHOWN
    for text in gap.texts[:_SHOWN]:
        _print(console, f"  “{printable(text)}”")
    if others > 0:
        _print(console, f"  and {others} more")
    for place, match in enumerate(gap.nearest, 1):
        _print(console, f"  {place}. {match.score:.2f}  {match.entry.id}: {match.entry.question}")
    _print(console, f"Suggestion: {_described(gap.suggestion)}")


def print_preview(console: Console, preview: Preview) -> None:
    """Print the diff of an edit, and its faults or effects."""
    _print(console, printable_lines(preview.diff))
    for fault in preview.faults:
        _print(console, printable(fault))
    if preview.effects:
        _print_effects(console, preview.effects)


def printable_lines(text: str) -> str:
    """Return the lines of a text without characters that control a terminal."""
    return "\n".join(map(printable, text.splitlines()))


def _print_effects(console: Console, effects: Effects) -> None:
    for each in effects.asked:
        _print(console, f"“{printable(each.text)}”: {each.before} → {each.after}")
    _print(console, f"Measured on {effects.measured_on}:")
    print_moves(effects.moves, console, "the present content")
    gained, lost = effects.alarms
    _print(console, f"urgent replies: {gained} more, {lost} fewer")


def _described(suggestion: Suggestion) -> str:
    entry = f" ({suggestion.entry.id})" if suggestion.entry else ""
    return f"{suggestion.kind}{entry}, because {suggestion.reason}"


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
