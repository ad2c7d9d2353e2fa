"""Finds words that are not about anyone's current state: general, past or fictional.

After ConText (Harkema et al. 2009, J Biomed Inform 42:839-851): historical, hypothetical, experiencer. A clause is
read in segments, "five years ago | and now her face": the context of one says nothing about the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

from faq.safety import cues

_ERA = r"(?:early |late |spring |summer |autumn |winter )?(?:19|20)\d\d(?! (?:mg|mcg|ml|iu|units|steps))"
_YOUNG = r"(?:child|kid|teen|teenager|baby|student|boy|girl|toddler|young|younger|little|small|pregnant with)"
_AGE = rf"(?:{'|'.join(number for number, value in cues.NUMBERS.items() if value <= 20)}|1?\d)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|the (?:spring|summer|winter|autumn)|spring|summer|winter|autumn)"
)
_PERSON = "|".join(sorted(cues.EXPERIENCERS))
_DATED = (
    r"(?:(?:years?|yrs?|months?|decades?|ages) (?:ago|back|earlier)|last (?:year|summer|winter|spring|autumn|decade)"
    rf"|(?:in|until|during|around|before) {_ERA}|(?:that|it|this) was (?:in )?{_ERA}"
    r"|in (?:(?:my |his |her )\d|(?:\d\d)?[5-9])0 ?s)"
)
_OUTGROWN = (
    rf"(?:long ago|back in (?:{_ERA}|{_MONTH}|day|days|school)|(?<!get )(?<!getting )(?<!not )(?<!be )used to"
    r"|in (?:\w+ )?war|dreamt|dreamed|had nightmare"
    r"|in (?:my |his |her |our )?(?:childhood|youth|teens|twenties|thirties|forties)"
    r"|as (?:small |young |little )?(?:child|kid|teen|teenager|student|boy|girl)"
    rf"|when (?:my |our )?(?:{_PERSON}) (?:was|were) (?:\w+ )?"
    rf"(?:{_YOUNG}|{_AGE}\b(?! (?:minute|min|hour|mile|metre|step))"
    r"|at (?:school|uni|college)|in school))"
)
_PAST = rf"\b(?:{_DATED}|{_OUTGROWN})\b"
_LONG_AGO = re.compile(_PAST)
_TIME_ONLY = re.compile(rf"(?:(?:about|around|some|over|many|few|several|couple|of|{_AGE}|\d+) )*{_PAST}")
"""A clause that only names a time belongs to the one before it: "two heart attacks, ten years back"."""
_OF_A_THING = re.compile(
    r"\b(?:from|got|bought|prescribed|given|expired|opened|started|began|diagnosed|since|kept|left)\b"
    rf"(?: \w+){{0,3}} {_DATED}\b|\b(?:as|so) \w+ as (?:child|kid|baby)\b"
)
"""Times of a thing, not of a person's past: tablets that expired last year, legs that began years ago."""
_FEARED = re.compile(
    r"\b(?:afraid|scared|worried|worry|fear) (?:that |about )?(?:i|he|she|it) (?:will|could|might|would|may)"
    r" (?:get|become|develop)\b"
)
_BY_MONTH = re.compile(rf"\b(?:was|were|had|after)\b.*\bin {_MONTH}\b")

_WORK = (
    r"(?:films?|movies?|novels?|book(?! club| shop)|series|sitcom|episode|documentary|podcast|thriller|story|cartoon"
    r"|opera)"
)
_FICTION = re.compile(
    rf"\b(?:in|from|of) (?:\w+ ){{0,2}}{_WORK}\b|\b{_WORK} (?:where|about|with|in which|she|he|they)\b"
    rf"|\b(?:i |we )?(?:read|saw|watched|wrote|finished) (?:\w+ ){{0,2}}{_WORK}\b"
    r"|\b(?:in (?:video |computer |my )+games?|(?:in|on) news|news (?:said|says)"
    r"|characters?|hero|heroine|protagonist|villain|plot|chapter|storyline)\b"
)


@dataclass(frozen=True, slots=True)
class WordContext:
    """ConText's modifiers of a word.

    `historical` is certain: a named time long ago, or a fiction. `past` is likelier than not, or only feared. In a
    message that says the problem is back, nothing is `historical`.
    """

    hypothetical: bool
    past: bool
    historical: bool


def word_contexts(clauses: list[list[str]]) -> Iterator[WordContext]:
    """Yield the context of each word."""
    present = any(word in cues.PRESENT for clause in clauses for word in clause)
    recurring = any(_recurs(clause) for clause in clauses)
    is_back = any(not cues.IS_BACK.isdisjoint(pairwise(clause)) for clause in clauses)
    for number, clause in enumerate(clauses):
        dated = _dated(clauses, number)
        for segment in _segments(clause):
            historical = not is_back and cues.RECENT.isdisjoint(segment) and (dated or _historical(segment))
            past = historical or _likely_past(segment) or not cues.HISTORICAL.isdisjoint(pairwise(segment))
            context = WordContext(
                hypothetical=not present and _hypothetical(clause, segment),
                past=past,
                historical=historical and not recurring,
            )
            yield from repeat(context, len(segment))


def _hypothetical(clause: list[str], segment: list[str]) -> bool:
    if not clause or not cues.EXPERIENCERS.isdisjoint(clause):
        return False
    asks = clause[0] in cues.QUESTION_WORDS and clause[1:2] not in (["not"], ["barely"], ["hardly"])
    return asks or not cues.HYPOTHETICAL.isdisjoint(segment)


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
    return any(_time_only(clause) for clause in (*clauses[: number == 1], *clauses[number + 1 : number + 2]))


def _time_only(clause: list[str]) -> bool:
    return bool(_TIME_ONLY.fullmatch(" ".join(clause)))


def _historical(segment: list[str]) -> bool:
    text = " ".join(segment)
    if _LONG_AGO.search(_OF_A_THING.sub(" ", text)):
        return True
    return bool(_FICTION.search(text)) and cues.FIRST_PERSON.isdisjoint(_FICTION.sub(" ", text).split())


def _likely_past(segment: list[str]) -> bool:
    """Whether it is past or only feared, less surely than by years: excuses a symptom, but not a poisoning."""
    text = " ".join(segment)
    by_month = "since" not in segment and _BY_MONTH.search(text)
    return bool(_FEARED.search(text) or by_month) and cues.RECENT.isdisjoint(segment)


def _recurs(clause: list[str]) -> bool:
    """Whether a clause says that the past is back: "again", "now it starts"; but not "fine now"."""
    if not cues.RECURRENCE.isdisjoint(clause):
        return True
    return cues.RESOLVED.isdisjoint(clause) and not cues.RECURRENCE_PAIRS.isdisjoint(pairwise(clause))
