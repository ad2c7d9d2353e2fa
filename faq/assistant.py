"""Answers one question with one outcome: `Assistant.ask`.

Red flags first; then the matcher ranks the entries for the whole message and for each question in it, and the
thresholds, which are content, decide. Deterministic and stateless.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, assert_never

from faq import question_splitter
from faq.models import Citation, Faq, Referral, Thresholds, UrgentReply
from faq.outcome import Found, Match, NotFound, Outcome, Ranking, Referred, Unsure, Urgent

MAX_SUGGESTIONS = 3
"""Entries offered as "did you mean": more is a menu, not an answer."""
PART_WEIGHT = 0.8
"""Weight of a question that is part of a longer message, because the rest may change its meaning."""


class Ranker(Protocol):
    """Ranks all entries for a question and estimates whether it is an emergency."""

    def rank(self, question: str) -> Ranking: ...


class RedFlagDetector(Protocol):
    """Detects red flags in a question."""

    def detect(self, question: str) -> UrgentReply | None: ...


class Answering(Protocol):
    """The assistant as its callers see it, instrumented or not."""

    @property
    def faq(self) -> Faq: ...
    @property
    def red_flags(self) -> RedFlagDetector: ...
    @property
    def thresholds(self) -> Thresholds: ...
    def ask(self, question: str) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a curated FAQ."""

    faq: Faq
    matcher: Ranker
    red_flags: RedFlagDetector
    thresholds: Thresholds

    def ask(self, question: str) -> Outcome:
        """Decide the outcome of a question. Accepts any text; raises nothing."""
        reply = self.red_flags.detect(question)
        ranking = self.matcher.rank(question)
        if reply := reply or self._emergency(ranking):
            return Urgent(reply, ranking.matches)
        parts = tuple(self.matcher.rank(part).matches for part in question_splitter.questions(question))
        clear = ranking.matches[0].score >= self.thresholds.answer
        matches = ranking.matches if clear else _merged(ranking.matches, parts)
        return self._decide(matches, self._clear_parts(parts))

    def _emergency(self, ranking: Ranking) -> UrgentReply | None:
        """Return the reply to an emergency that no rule matches but that resembles the curators' examples."""
        if not ranking.reply or ranking.urgent < self.thresholds.urgent:
            return None
        return next(reply for reply in self.faq.urgent_replies if reply.id == ranking.reply)

    def _clear_parts(self, parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
        """Return the best match of each clear question, one per entry; empty unless there are several."""
        clear = (matches[0] for matches in parts if matches[0].score >= self.thresholds.answer)
        distinct = tuple({match.entry.id: match for match in clear}.values())
        return distinct if len(distinct) > 1 else ()

    def _decide(self, candidates: tuple[Match, ...], clear_parts: tuple[Match, ...]) -> Outcome:
        best, thresholds = (clear_parts or candidates)[0], self.thresholds
        also = tuple(match.entry for match in clear_parts[1:])
        if best.score < thresholds.suggest:
            return NotFound(best.score, candidates)
        if best.score < thresholds.answer:
            return Unsure(tuple(match.entry for match in candidates[:MAX_SUGGESTIONS]), best.score, candidates)
        match best.entry.basis:
            case Citation():
                return Found(best.entry, best.score, candidates, also)
            case Referral():
                return Referred(best.entry, best.score, candidates, also)
            case _:
                assert_never(best.entry.basis)


def _merged(message: tuple[Match, ...], parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
    """Return each entry's best score, from the whole message or from one of its questions."""
    best = {match.entry.id: match for match in message}
    for match in (match for matches in parts for match in matches):
        if (score := round(PART_WEIGHT * match.score, 4)) > best[match.entry.id].score:
            best[match.entry.id] = Match(match.entry, score)
    return tuple(sorted(best.values(), key=lambda match: -match.score))
