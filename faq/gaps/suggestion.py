"""Suggests an edit for a gap, by the likeliest class of its representative: `suggest`."""

from __future__ import annotations

from collections.abc import Sequence

from faq.gaps.models import Suggestion
from faq.models import Thresholds
from faq.outcome import Match, Ranking

NO_QUESTION = 0.3
"""From this probability a message is like those that no entry answers, if no entry is likelier."""
LIKELY = 0.07
"""From this score an entry may well be the right one, only in other words."""


def suggest(candidates: Sequence[Match], ranking: Ranking, thresholds: Thresholds) -> Suggestion:
    """Return the suggestion for a message that is not answered.

    Args:
        candidates: the entries that its outcome has, the likeliest first.
        ranking: of the message as a whole.
        thresholds: of the content.

    """
    best = candidates[0]
    everyday = ranking.near < ranking.no_question / 2
    if ranking.no_question >= max(NO_QUESTION, best.score):
        field = "of everyday life" if everyday else "of the field"
        if ranking.taken.startswith("unlike"):
            reason = f"it is like messages {field} that the entry is not meant for"
            return Suggestion("unlike", best.entry, everyday, reason)
        return Suggestion("out of scope", None, everyday, f"it is like messages {field} that no entry answers")
    if best.score >= LIKELY:
        reason = f"the entry has a score of {best.score:.2f}, and is told from {thresholds.answer:.2f} if it leads"
        return Suggestion("phrasing", best.entry, everyday, reason)
    return Suggestion("new entry", None, everyday, f"no entry is near: the likeliest has a score of {best.score:.2f}")
