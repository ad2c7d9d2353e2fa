"""One question in, one outcome out: Assistant.ask. Decides; neither matches nor words an answer itself.

Red flags are looked for first. Then the matcher ranks the entries for the whole message and for each question in
it, and the thresholds, which are content, decide between an answer, suggestions and an honest no. Nothing here is
random and nothing is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, assert_never

from faq import question_splitter
from faq.models import Citation, Faq, Referral, Thresholds, UrgentReply
from faq.outcome import Found, Match, NotFound, Outcome, Ranking, Referred, Unsure, Urgent

SUGGESTIONS = 3
"""At most this many entries are offered as "did you mean": more is a menu, not an answer."""
ALONE = 0.8
"""How far a question counts that stands in a longer message: the rest may change what it means."""


class Ranker(Protocol):
    """What weighs a question: every entry once, the best first, and how likely it is an emergency."""

    def rank(self, question: str) -> Ranking: ...


class RedFlagDetector(Protocol):
    """What looks for red flags in a question."""

    def detect(self, question: str) -> UrgentReply | None: ...


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a curated FAQ."""

    faq: Faq
    matcher: Ranker
    red_flags: RedFlagDetector
    thresholds: Thresholds

    def ask(self, question: str) -> Outcome:
        """Decide what comes of a question. Any text gives an outcome; nothing is raised."""
        reply = self.red_flags.detect(question)
        ranking = self.matcher.rank(question)
        if reply := reply or self._emergency(ranking):
            return Urgent(reply, ranking.matches)
        parts = tuple(self.matcher.rank(part).matches for part in question_splitter.questions(question))
        clear = ranking.matches[0].score >= self.thresholds.answer
        ranked = ranking.matches if clear else _joined(ranking.matches, parts)
        return self._decide(ranked, self._sure(parts))

    def _emergency(self, ranking: Ranking) -> UrgentReply | None:
        """The reply to an emergency that no rule has words for, but that is like those that curators collected."""
        if not ranking.reply or ranking.urgent < self.thresholds.urgent:
            return None
        return next(reply for reply in self.faq.urgent_replies if reply.id == ranking.reply)

    def _sure(self, parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
        """What a message asks for in several questions, each of which is clear: one match an entry, in order."""
        sure = (matches[0] for matches in parts if matches[0].score >= self.thresholds.answer)
        told = tuple({match.entry.id: match for match in sure}.values())
        return told if len(told) > 1 else ()

    def _decide(self, candidates: tuple[Match, ...], several: tuple[Match, ...]) -> Outcome:
        best, thresholds = (several or candidates)[0], self.thresholds
        also = tuple(match.entry for match in several[1:])
        if best.score < thresholds.suggest:
            return NotFound(best.score, candidates)
        if best.score < thresholds.answer:
            return Unsure(tuple(match.entry for match in candidates[:SUGGESTIONS]), best.score, candidates)
        match best.entry.basis:
            case Citation():
                return Found(best.entry, best.score, candidates, also)
            case Referral():
                return Referred(best.entry, best.score, candidates, also)
            case _:
                assert_never(best.entry.basis)


def _joined(whole: tuple[Match, ...], parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
    """The ranking of a message by what it says as a whole, or by one of its questions where that is clearer."""
    best = {match.entry.id: match for match in whole}
    for match in (match for matches in parts for match in matches):
        if (score := round(ALONE * match.score, 4)) > best[match.entry.id].score:
            best[match.entry.id] = Match(match.entry, score)
    return tuple(sorted(best.values(), key=lambda match: -match.score))
