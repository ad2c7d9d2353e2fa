"""What a message tells of no one's present: a general question, the past, a film. Pure; knows no alarm.

A clause is read in stretches, "five years ago | and now her face": what a stretch tells of another time or world says
nothing about the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from faq.safety import cues

_ERA = r"(?:early |late |spring |summer |autumn |winter )?(?:19|20)\d\d(?! (?:mg|mcg|ml|iu|units|steps))"
_YOUNG = r"(?:child|kid|teen|teenager|baby|student|boy|girl|toddler|young|younger|little|small|pregnant with)"
_AGE = rf"(?:{'|'.join(number for number, value in cues.NUMBERS.items() if value <= 20)}|1?\d)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|the (?:spring|summer|winter|autumn)|spring|summer|winter|autumn)"
)
_WHO = "|".join(sorted(cues.PERSONS))
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
    rf"|when (?:my |our )?(?:{_WHO}) (?:was|were) (?:\w+ )?(?:{_YOUNG}|{_AGE}\b(?! (?:minute|min|hour|mile|metre|step))"
    r"|at (?:school|uni|college)|in school))"
)
_PAST = rf"\b(?:{_DATED}|{_OUTGROWN})\b"
_LONG_AGO = re.compile(_PAST)
_ONLY_A_TIME = re.compile(rf"(?:(?:about|around|some|over|many|few|several|couple|of|{_AGE}|\d+) )*{_PAST}")
"""A clause that is nothing but a time belongs to the one before it: "two heart attacks, ten years back"."""
_OF_A_THING = re.compile(
    r"\b(?:from|got|bought|prescribed|given|expired|opened|started|began|diagnosed|since|kept|left)\b"
    rf"(?: \w+){{0,3}} {_DATED}\b|\b(?:as|so) \w+ as (?:child|kid|baby)\b"
)
"""No one's past: the tablets that expired last year, legs that began years ago, as weak as a child."""
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
    """How far a word is from anybody's present: `told` of the past or of a fiction, or at least asked in `general`.

    In a message where what was told has returned ("and now it is back") nothing is `told`, only `past`.
    """

    hypothetical: bool
    past: bool
    historical: bool


def word_contexts(clauses: list[list[str]]) -> Iterator[WordContext]:
    """Yield the distance of each word."""
    now = any(word in cues.NOW for clause in clauses for word in clause)
    returned = any(_returned(clause) for clause in clauses)
    back = any(not cues.BACK.isdisjoint(pairwise(clause)) for clause in clauses)
    for number, clause in enumerate(clauses):
        dated = _dated(clauses, number)
        for stretch in _stretches(clause):
            long_ago = not back and cues.TODAY.isdisjoint(stretch) and (dated or _long_ago(stretch))
            past = long_ago or _elsewhere(stretch) or not cues.PAST.isdisjoint(pairwise(stretch))
            general = not now and _general(clause, stretch)
            for _ in stretch:
                yield WordContext(hypothetical=general, past=past, historical=long_ago and not returned)


def _general(clause: list[str], stretch: list[str]) -> bool:
    if not clause or not cues.PERSONS.isdisjoint(clause):
        return False
    asks = clause[0] in cues.ASKING and clause[1:2] not in (["not"], ["barely"], ["hardly"])
    return asks or not cues.GENERAL.isdisjoint(stretch)


def _stretches(clause: list[str]) -> Iterator[list[str]]:
    begun = 0
    for place in range(1, len(clause) - 1):
        if clause[place] == "but" or (clause[place] in cues.JOINTS and clause[place + 1] in cues.STARTS):
            yield clause[begun:place]
            begun = place
    yield clause[begun:]


def _dated(clauses: list[list[str]], number: int) -> bool:
    """Tell whether a clause that is only a time follows this one, or opens the message before it."""
    return any(_only_a_time(clause) for clause in (*clauses[: number == 1], *clauses[number + 1 : number + 2]))


def _only_a_time(clause: list[str]) -> bool:
    return bool(_ONLY_A_TIME.fullmatch(" ".join(clause)))


def _long_ago(stretch: list[str]) -> bool:
    text = " ".join(stretch)
    if _LONG_AGO.search(_OF_A_THING.sub(" ", text)):
        return True
    return bool(_FICTION.search(text)) and cues.OWN.isdisjoint(_FICTION.sub(" ", text).split())


def _elsewhere(stretch: list[str]) -> bool:
    """Tell what is over, or only feared, less surely than by years: good enough for a sign, not for a poisoning."""
    text = " ".join(stretch)
    return bool(_FEARED.search(text) or ("since" not in stretch and _BY_MONTH.search(text))) and cues.TODAY.isdisjoint(
        stretch
    )


def _returned(clause: list[str]) -> bool:
    """Tell whether a clause brings back what was told: again, now it starts; but not "fine now"."""
    if not cues.RETURNED.isdisjoint(clause):
        return True
    return cues.SETTLED.isdisjoint(clause) and not cues.RETURNING.isdisjoint(pairwise(clause))
