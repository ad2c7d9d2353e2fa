"""Reads a message in the context of the entry that was told before: `FollowUp.read`.

A message that is clear alone is not read in context: "it", an opening like "and", and a question that does not say of
what are what leans. What names something that no entry is about has left the subject: "what's for dinner".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from faq import context
from faq.context import Context
from faq.general_words import content_words
from faq.models import Entry
from faq.outcome import Depth, Found, Match, NotFound, Outcome, Referred, Smalltalk, Unsure
from faq.reader import Reader, subject_of, told
from faq.small_talk import SmallTalkWords
from faq.text import numbers

UNCLEAR = 0.25
"""Below this score a short message that does not lean may need the context all the same."""
LEAST_LEAD = 0.5
"""From this share on an entry leads that the context makes likelier: the one told, a related one, or what the message
means alone too."""
CLEAR = 0.4
"""From this score a reading in context is told: the subject that was put in raises the scores of its entries."""
CLOSE = 0.1
"""Up to this much less, a reading in context still goes before the message alone, if that has a pronoun."""
SURE = 0.9
"""From this score a message is told alone although its pronoun was not understood."""
KNOWN = 0.95
"""From this score a message is known word for word, though it names nothing: "that's what she said"."""
_FOLLOW_UP = "follow-up"
"""Opens the name of a class of messages that ask for more of the answer before: "is there any proof that it works"."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Reads messages that lean on an earlier answer."""

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
        about = last.about
        if about is None or not self._may_lean(message, alone):
            return alone
        fresh, reading = self._fresh(message, alone), self._in_context(message, about, is_told=bool(last.entry))
        own, meant = _told(fresh), _told(reading)
        if context.is_ellipsis(message):
            return _whole(meant, own, about) or reading
        whole = own or _sure(alone)  # its opening may be part of it: "what about pregnancy"
        if whole and not context.has_pronoun(message):
            return whole
        if meant and self._is_meant(meant, own, message):
            return meant
        if own:  # "how much of it": what it is about was not understood
            return own if own.score >= SURE else _either(own, about)
        return reading if context.leans(message) and isinstance(reading, Unsure) else fresh

    def _may_lean(self, message: str, alone: Outcome) -> bool:
        leans = context.is_ellipsis(message) or (context.leans(message) and not context.is_statement(message))
        match alone:
            case Found() | Referred():
                return leans
            case Smalltalk():
                return leans and context.is_question(message)
            case Unsure() | NotFound():
                may = leans or (alone.score < UNCLEAR and context.is_short(message))
                return may and not self._is_elsewhere(message)
            case _:
                return False

    def _is_elsewhere(self, message: str) -> bool:
        """Whether a message is everyday talk: as a whole, and what it names by itself."""
        rest = context.without_opening(message)
        if not (named := content_words(rest)):
            return self.reader.matcher.rank(message).no_question >= KNOWN
        return self._is_no_question(" ".join(named)) and self._is_no_question(rest)

    def _is_no_question(self, text: str) -> bool:
        ranking = self.reader.matcher.rank(text)
        if ranking.no_question >= KNOWN and len(text.split()) == 1:  # one word that happens to be small talk, or unlike
            return False
        of_entries = sum(match.score for match in ranking.matches)
        return ranking.no_question > of_entries and not ranking.taken.startswith(_FOLLOW_UP)

    def _fresh(self, message: str, alone: Outcome) -> Outcome:
        own = context.without_opening(message)
        return alone if own == message else self.reader.read(own)

    def _in_context(self, message: str, entry: Entry, *, is_told: bool) -> Found | Referred | Unsure | NotFound:
        ranking = self.reader.matcher.rank(context.in_context(message, self._subject(message, entry)))
        best = ranking.matches[0].entry
        likely = best is entry or best.id in entry.related or self._is_agreed(best, message)
        outcome = self.reader.decide(replace(ranking, lead=1.0) if likely and ranking.lead >= LEAST_LEAD else ranking)
        if is_told and isinstance(outcome, Found | Referred) and outcome.entry is entry:
            return replace(outcome, about=entry, depth="more")
        return replace(outcome, about=entry)

    def _subject(self, message: str, entry: Entry) -> str:
        """Return what a message is about in context: the test of a laboratory value, else the subject of the entry."""
        test = self.reader.lab_test_of(message, entry) if numbers(message) else ""
        return test or subject_of(entry)

    def _is_meant(self, meant: Found | Referred, own: Found | Referred | None, message: str) -> bool:
        """Whether a reading in context is likely, and as likely as the message alone."""
        if meant.score < CLEAR and not self._is_agreed(meant.entry, message):
            return False
        return own is None or meant.entry is own.entry or meant.score >= own.score - CLOSE

    def _is_agreed(self, entry: Entry, message: str) -> bool:
        """Whether a message means an entry alone too."""
        return self.reader.matcher.rank(context.without_opening(message)).matches[0].entry is entry

    def _again(self, entry: Entry, depth: Depth) -> Outcome:
        return replace(told(entry, 1.0, self._alone(entry)), about=entry, depth=depth)

    def _alone(self, entry: Entry) -> tuple[Match, ...]:
        others = (other for other in self.reader.faq.entries if other is not entry)
        return (Match(entry, 1.0), *(Match(other, 0.0) for other in others))


def _told(outcome: Outcome) -> Found | Referred | None:
    return outcome if isinstance(outcome, Found | Referred) else None


def _sure(outcome: Outcome) -> Found | Referred | None:
    found = _told(outcome)
    return found if found and found.score >= SURE else None


def _whole(meant: Found | Referred | None, own: Found | Referred | None, entry: Entry) -> Outcome | None:
    """Return what a message asks for that does not say of what; None if neither reading of it is told."""
    if meant and meant.score >= CLEAR:
        return meant
    return _either(own, entry) if own and own.score < KNOWN else own


def _either(own: Found | Referred, entry: Entry) -> Unsure:
    """Offer what a message means alone, and the entry of the context."""
    return Unsure(tuple({own.entry.id: own.entry, entry.id: entry}.values()), own.score, own.candidates, about=entry)
