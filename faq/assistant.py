"""One question in, one outcome out: Assistant.ask. Decides; neither matches nor words an answer itself.

Red flags are looked for first. Then the matcher ranks the entries, and the thresholds, which are content,
decide between an answer, suggestions and an honest no. Nothing here is random and nothing is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, assert_never

from faq.entry import Citation, Faq, Referral, Thresholds, UrgentReply
from faq.outcome import Found, Match, NotFound, Outcome, Referred, Unsure, Urgent, Weighed

SUGGESTIONS = 3
"""At most this many entries are offered as "did you mean": more is a menu, not an answer."""


class Scales(Protocol):
    """What weighs a question: every entry once, the best first, and how likely it is an emergency."""

    def weigh(self, question: str) -> Weighed: ...


class Watch(Protocol):
    """What looks for red flags in a question."""

    def look(self, question: str) -> UrgentReply | None: ...


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a curated FAQ."""

    faq: Faq
    matcher: Scales
    red_flags: Watch
    thresholds: Thresholds

    def ask(self, question: str) -> Outcome:
        """Decide what comes of a question. Any text gives an outcome; nothing is raised."""
        reply = self.red_flags.look(question)
        weighed = self.matcher.weigh(question)
        reply = reply or self._alarmed(weighed)
        return Urgent(reply, weighed.matches) if reply else self._decide(weighed.matches)

    def _alarmed(self, weighed: Weighed) -> UrgentReply | None:
        """The reply to an emergency that no rule has words for, but that is like those that curators collected."""
        if not weighed.reply or weighed.urgent < self.thresholds.urgent:
            return None
        return next(reply for reply in self.faq.urgent_replies if reply.id == weighed.reply)

    def _decide(self, candidates: tuple[Match, ...]) -> Outcome:
        best, thresholds = candidates[0], self.thresholds
        if best.score < thresholds.suggest:
            return NotFound(best.score, candidates)
        if best.score < thresholds.answer:
            return Unsure(tuple(match.entry for match in candidates[:SUGGESTIONS]), best.score, candidates)
        match best.entry.basis:
            case Citation():
                return Found(best.entry, best.score, candidates)
            case Referral():
                return Referred(best.entry, best.score, candidates)
            case _:
                assert_never(best.entry.basis)
