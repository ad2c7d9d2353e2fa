"""Reads a message in the context of the entry that was told before: `FollowUp.read`.

A message that is clear alone is not read in context: "it" and an opening like "and" are what leans.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from faq import context
from faq.context import Context
from faq.models import Entry
from faq.outcome import Depth, Found, Match, NotFound, Outcome, Ranking, Referred, Unsure
from faq.reader import Reader, subject_of, told
from faq.small_talk import SmallTalkWords

MAX_ELLIPSIS = 6
"""Words of the longest message that is read in context only because it is not clear alone."""
UNCLEAR = 0.25
"""Below this score a short message that does not lean may need the context all the same: "for how long?"."""
LEAST_LEAD = 0.5
"""From this share on, the entry of the context or one related to it leads: what was told makes it likelier."""
CLEAR = 0.5
"""From this score a reading in context is told: the subject that was put in raises the scores of its entries."""
CLOSE = 0.1
"""Up to this much less, a reading in context still goes before the message alone, if that has a pronoun."""
SURE = 0.9
"""From this score a message is told alone although its pronoun was not understood."""
NO_QUESTION = 0.5
"""From this probability a message is something else than a question of this FAQ, so it is not read in context."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Reads what leans on an earlier answer."""

    reader: Reader
    words: SmallTalkWords

    def told(self, message: str, last: Context) -> Outcome | None:
        """Return what a message asks for that chooses an offered entry, or asks for more of the one that was told."""
        if chosen := last.choice(message):
            return told(chosen, 1.0, self._alone(chosen))
        if last.entry and (depth := self.words.follow_up(message) or self.reader.matcher.rank(message).follow_up):
            return self._again(last.entry, depth)
        return None

    def read(self, message: str, last: Context, alone: Outcome) -> Outcome:
        """Return what a message asks for in context, or what it asks for alone if that is clearer."""
        if last.entry is None or not self._may_lean(message, alone):
            return alone
        fresh, reading = self._fresh(message, alone), self._in_context(message, last.entry)
        own = _told(fresh)
        if own and not context.has_pronoun(message):
            return own
        if (meant := _told(reading)) and _is_meant(meant, own):
            return meant
        if own and own.score >= SURE:
            return own
        if own:  # "how much of it": what it is about was not understood
            return Unsure(_each_once(own.entry, last.entry), own.score, own.candidates, about=last.entry)
        if (whole := _told(alone)) and whole.score >= SURE:  # its opening is part of it: "what about pregnancy"
            return whole
        return reading if context.leans(message) and isinstance(reading, Unsure) else fresh

    def _may_lean(self, message: str, alone: Outcome) -> bool:
        if isinstance(alone, Found | Referred):
            return context.leans(message)
        ranking = self.reader.matcher.rank(message)
        if not isinstance(alone, Unsure | NotFound) or ranking.no_question >= NO_QUESTION:
            return False
        if self.reader.matcher.rank(context.without_opening(message)).foreign_words:
            return False
        return context.leans(message) or (len(message.split()) <= MAX_ELLIPSIS and alone.score < UNCLEAR)

    def _fresh(self, message: str, alone: Outcome) -> Outcome:
        own = context.without_opening(message)
        return alone if own == message else self.reader.read(own)

    def _in_context(self, message: str, entry: Entry) -> Found | Referred | Unsure | NotFound:
        ranking = self.reader.matcher.rank(context.in_context(message, subject_of(entry)))
        outcome = self.reader.decide(_favouring(entry, ranking))
        if isinstance(outcome, Found | Referred) and outcome.entry is entry:
            return replace(outcome, about=entry, depth="more")
        return replace(outcome, about=entry)

    def _again(self, entry: Entry, depth: Depth) -> Outcome:
        return replace(told(entry, 1.0, self._alone(entry)), about=entry, depth=depth)

    def _alone(self, entry: Entry) -> tuple[Match, ...]:
        others = (other for other in self.reader.faq.entries if other is not entry)
        return (Match(entry, 1.0), *(Match(other, 0.0) for other in others))


def _told(outcome: Outcome) -> Found | Referred | None:
    return outcome if isinstance(outcome, Found | Referred) else None


def _is_meant(meant: Found | Referred, own: Found | Referred | None) -> bool:
    """Whether a reading in context is likely, and as likely as the message alone."""
    if meant.score < CLEAR:
        return False
    return own is None or meant.entry is own.entry or meant.score >= own.score - CLOSE


def _each_once(*entries: Entry) -> tuple[Entry, ...]:
    return tuple({entry.id: entry for entry in entries}.values())


def _favouring(entry: Entry, ranking: Ranking) -> Ranking:
    """Return a ranking in which the entry of the context, or one related to it, need only lead its rivals by half."""
    best = ranking.matches[0].entry
    likely = best is entry or best.id in entry.related
    return replace(ranking, lead=1.0) if likely and ranking.lead >= LEAST_LEAD else ranking
