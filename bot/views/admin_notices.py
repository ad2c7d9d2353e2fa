"""What the bot's admins are told of edited content. Pure; quotes curators, never people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.reply import Reply, say

FEW = 5
"""Faults that are told; the curator's bench tells the rest."""
_LONGEST = 300


def refused(faults: Sequence[str]) -> Reply:
    """The edited content cannot be used, so the last good one stays."""
    return say(
        f"The content was edited and can't be used: {_counted(faults)}. I go on answering from the last good one.",
        *_first(faults),
    )


def faulty(faults: Sequence[str]) -> Reply:
    """The edited content is in use, with faults that the curator's bench finds."""
    return say(f"The edited content is in use now, but legwise check finds {_counted(faults)} in it.", *_first(faults))


def mended() -> Reply:
    """The faults are gone."""
    return say("The content has no fault any more and is in use.")


def failed() -> Reply:
    """The edited content could not be made ready, for no fault of its own."""
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
