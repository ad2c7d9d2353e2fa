"""Messages to the bot's admins about edited content. They quote curators, but no users."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.reply import Reply, say

FEW = 5
"""Faults in a message; `legwise check` lists the rest."""
_LONGEST = 300


def refused(faults: Sequence[str]) -> Reply:
    """Return the notice that the edited content was rejected."""
    return say(
        f"The content was edited and can't be used: {_counted(faults)}. I go on answering from the last good one.",
        *_first(faults),
    )


def faulty(faults: Sequence[str]) -> Reply:
    """Return the notice that the edited content is in use, but `legwise check` finds faults in it."""
    return say(f"The edited content is in use now, but legwise check finds {_counted(faults)} in it.", *_first(faults))


def mended() -> Reply:
    """Return the notice that the faults are fixed."""
    return say("The content has no fault any more and is in use.")


def failed() -> Reply:
    """Return the notice that loading the edited content failed for another reason."""
    return say(
        "The content was edited, but could not be made ready. I go on answering from the last good one. "
        "The log says why; memory that ran out is the likeliest cause, and a restart the cure after an upgrade."
    )


def _first(faults: Sequence[str]) -> tuple[str, ...]:
    more = (f"… and {len(faults) - FEW:,} more: legwise check tells them all.",) if len(faults) > FEW else ()
    return (*(_cut(fault) for fault in faults[:FEW]), *more)


def _cut(fault: str) -> str:
    return fault if len(fault) <= _LONGEST else f"{fault[:_LONGEST]}…"


def _counted(faults: Sequence[str]) -> str:
    return f"{len(faults):,} fault{'' if len(faults) == 1 else 's'}"
