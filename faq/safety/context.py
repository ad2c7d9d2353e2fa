"""Finds words that are not about anyone's current state: general, past, long-standing or fictional.

After ConText (Harkema et al. 2009, J Biomed Inform 42:839-851): historical, hypothetical. A clause is read in
segments, "five years ago | and now her face": the context of one says nothing about the next. ConText's third
modifier, the experiencer, is in `subject` and `experiencer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

from faq.safety import cues, patterns

_DENIAL_REACH = 3
"""Words before a recurrence that can deny it: never fainted again."""


@dataclass(frozen=True, slots=True)
class WordContext:
    """ConText's modifiers of a word.

    `historical` is certain: a named time long ago, or a fiction. `past` is likelier than not, or only feared, or has
    lasted for months with nothing new. In a message that says the problem is back, nothing is `historical`.
    """

    hypothetical: bool
    past: bool
    historical: bool


def word_contexts(clauses: list[list[str]]) -> Iterator[WordContext]:
    """Yield the context of each word."""
    message = _Message.of(clauses)
    for number, clause in enumerate(clauses):
        told = _dated(clauses, number) or _told(clauses, number)
        follows = " ".join(word for later in clauses[number + 1 : number + 3] for word in later)
        for segment in _segments(clause):
            text = " ".join(segment)
            certain = told or _historical(text) or message.excuses(text)
            historical = certain and not message.is_back and not _recent(segment)
            context = WordContext(
                hypothetical=not message.present and _hypothetical(clause, text),
                past=historical or _likely_past(segment, text, follows),
                historical=historical and not message.recurring,
            )
            yield from repeat(context, len(segment))


@dataclass(frozen=True, slots=True)
class _Message:
    """What the whole message says about the context of each of its parts."""

    present: bool
    recurring: bool
    is_back: bool
    grown: bool
    denies: bool

    @classmethod
    def of(cls, clauses: list[list[str]]) -> _Message:
        texts = [" ".join(clause) for clause in clauses]
        return cls(
            present=any(word in cues.PRESENT for clause in clauses for word in clause),
            recurring=any(_recurs(clause) for clause in clauses),
            is_back=any(not cues.IS_BACK.isdisjoint(pairwise(clause)) for clause in clauses),
            grown=any(patterns.AGE_TODAY.search(text) for text in texts),
            denies=any(patterns.DENIED.search(text) for text in texts),
        )

    def excuses(self, text: str) -> bool:
        """Whether a segment names an age long left, or a question that was denied: "asked about pain, I said no"."""
        outgrown = self.grown and patterns.AT_AGE.search(text)
        denied = self.denies and patterns.ASKED.search(text)
        return bool(outgrown or denied)


def _hypothetical(clause: list[str], text: str) -> bool:
    """Whether a segment of a clause, given as text, is imagined, general or asked."""
    if patterns.IMAGINED.search(text):
        return True
    if not clause or not cues.EXPERIENCERS.isdisjoint(clause):
        return False
    asks = clause[0] in cues.QUESTION_WORDS and clause[1:2] not in (["not"], ["barely"], ["hardly"])
    return asks or patterns.GENERAL.search(text) is not None


def _segments(clause: list[str]) -> Iterator[list[str]]:
    start = 0
    for index in range(1, len(clause) - 1):
        word, following = clause[index : index + 2]
        if word == "but" or (word in cues.CONJUNCTIONS and following in cues.CLAUSE_STARTS):
            yield clause[start:index]
            start = index
    yield clause[start:]


def _dated(clauses: list[list[str]], number: int) -> bool:
    """Whether a clause that only names a time follows this one, or opens the message before it."""
    after = [" ".join(clause) for clause in clauses[number + 1 : number + 2]]
    before = [" ".join(clause) for clause in clauses[: number == 1]]
    left = any(patterns.LEFT.match(text) and patterns.LONG_AGO.search(text) for text in after)
    return left or any(patterns.TIME_ONLY.fullmatch(text) for text in (*before, *after))


def _told(clauses: list[list[str]], number: int) -> bool:
    """Whether a clause tells what happens in the work that the clause before it names: "watched a film, she ..."."""
    if not number or not cues.FIRST_PERSON.isdisjoint(clauses[number]):
        return False
    return patterns.OPENS_WORK.match(" ".join(clauses[number - 1])) is not None


def _historical(text: str) -> bool:
    if patterns.LONG_AGO.search(patterns.OF_A_THING.sub(" ", text)):
        return True
    fiction = patterns.FICTION.search(text) is not None
    return fiction and cues.FIRST_PERSON.isdisjoint(patterns.FICTION.sub(" ", text).split())


def _recent(segment: list[str]) -> bool:
    recent = [word for before, word in zip(["", *segment], segment, strict=False) if before not in cues.LONG_UNITS]
    return not cues.RECENT.isdisjoint(recent) or not cues.RECENT_PAIRS.isdisjoint(pairwise(segment))


def _likely_past(segment: list[str], text: str, follows: str) -> bool:
    """Whether it is past, lasting or only feared, less surely than by years: excuses a symptom, but no poisoning."""
    if not cues.HISTORICAL.isdisjoint(pairwise(segment)):
        return True
    if _recent(segment) or not cues.ACUTE.isdisjoint(segment):
        return False
    dated = patterns.AT_AGE.search(text) or ("since" not in segment and patterns.BY_MONTH.search(text))
    dated = dated or patterns.OVER.search(text)
    return bool(dated or patterns.FEARED.search(text)) or _is_over(segment, text, follows) or _lasts(text, follows)


def _is_over(segment: list[str], text: str, follows: str) -> bool:
    """Whether a segment in the past tense is said to be over: "once", "turned out", "all fine since"."""
    once = "once" in segment and "at once" not in text
    resolved = patterns.RESOLVED.search(text) or patterns.RESOLVED.search(follows)
    return bool(patterns.PAST_TENSE.search(text) and (once or resolved))


def _lasts(text: str, follows: str) -> bool:
    if patterns.LASTING.search(text):
        return True
    return patterns.STANDING_ALONE.match(follows) is not None and patterns.LASTING.search(follows) is not None


def _recurs(clause: list[str]) -> bool:
    """Whether a clause says that the past is back: "again", "now it starts"; but not "fine now", "never again"."""
    for index, word in enumerate(clause):
        before = clause[max(0, index - _DENIAL_REACH) : index]
        if word in cues.RECURRENCE and cues.NEVER.isdisjoint(before):
            return True
    return cues.RESOLVED.isdisjoint(clause) and not cues.RECURRENCE_PAIRS.isdisjoint(pairwise(clause))
