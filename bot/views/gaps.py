"""The replies to /gaps: questions that several people asked in vain, and the result of accepting a phrasing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.views import callback_data
from bot.views.reply import Reply, button, reply, rows, say
from faq.card import Card
from faq.gaps import FEWEST_ASKERS, Gap
from faq.models import Entry

MOST = 3
"""Gaps in a message."""
_LONGEST = 600
"""Characters of a question, so that three fit in a message."""


def gaps(found: Sequence[Gap]) -> Reply:
    """Return the gaps that most people asked for, each with a button by which its nearest entry would answer it."""
    if not found:
        return say(f"No question was asked alike by {FEWEST_ASKERS} people and left without an answer.")
    shown = found[:MOST]
    more = (f"The desk shows {len(found) - MOST:,} more.",) if len(found) > MOST else ()
    card = Card("Asked in vain", (*(_gap(number, gap) for number, gap in enumerate(shown, 1)), *more))
    buttons = (
        button(f"{number}. Add to {nearest(gap).short}", callback_data.AcceptGap(gap.id, nearest(gap).id))
        for number, gap in enumerate(shown, 1)
    )
    return reply(card, *rows(buttons))


def nearest(gap: Gap) -> Entry:
    """Return the likeliest entry for a gap."""
    return gap.nearest[0].entry


def added(entry: Entry, text: str, review: Path | None) -> Reply:
    """Return the notice that an entry got a phrasing, or that it waits in a file for review."""
    if review is None:
        return say(f"Added to “{entry.short}”: “{_cut(text)}”. It is in use within seconds.")
    return say(
        f"Noted for “{entry.short}”: “{_cut(text)}”.",
        f"The content cannot be written here, so this stands in {review}, until a curator copies it into the content.",
    )


def gone() -> Reply:
    """Return the notice that a gap, or the entry on its button, is no longer there."""
    return say("That question is answered, decided or withdrawn by now. /gaps shows what is left.")


def refused(reason: str) -> Reply:
    """Return the notice that a phrasing could not be added."""
    return say("That could not be added, and nothing was changed:", _cut(reason))


def _gap(number: int, gap: Gap) -> str:
    suggestion = gap.suggestion
    return (
        f"{number}. “{_cut(gap.representative.text)}” {gap.askers:,} people, {gap.first:%d.%m.} to {gap.last:%d.%m.}. "
        f"Suggestion: {suggestion.kind}, because {suggestion.reason}."
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
