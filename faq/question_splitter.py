"""Splits a message into its questions, because users wrap them in a story or ask several; or into its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from faq.general_words import content_words
from faq.text import normalise

MAX_QUESTIONS = 4
"""Questions of one message that are answered, from its start; each costs another run of the matcher."""
MAX_NAMED = 3
"""Words of the longest thing that a message names beside another: "magnesium and vitamin d"."""
MAX_JOINED = 4
"""Things that a clause names which are looked for; each costs another run of the matcher."""
MIN_WORDS = 2
MAX_SENTENCES = 8
"""Stretches that a longer message is divided into; each costs another run of the matcher."""
SHORT_SENTENCE = 2
"""Words up to which a sentence is read together with the one before it: "Gone. All of it."
"""

_ASKING = (
    "(?:(?:at|for|from|in|on|to|with|since|if so) )?(?:what|which|how|why|when|where|who|whether)|tell me|explain|"
    "(?:i(?:'m| am) )?(?:just )?wondering|i (?:also )?(?:want|need|would like|wanted) to know|"
    "i'd (?:also )?like to know"
)
_QUESTION_WORDS = f"{_ASKING}|can|could|should|shall|does|do|did|is|are|am|will|would|may|might|has|have|any"
_JOINED = re.compile(r"\b(?:and|or|also|plus|as well as)\b|[,&/+]")
_SENTENCE = re.compile(r"(?<=[.?!…;])\s+")
_CONJUNCTION = re.compile(
    r"(?:[,;]?\s+(?:and|also|plus|but|or)\s+(?:also\s+|then\s+)?|\s*[,;:/]\s+)"
    rf"(?=(?:{_ASKING}|should|can|could|does|do|did|is|are|am|will|would|any)\b)"
)
_FRAGMENT = re.compile(r"[,;?.!]\s+(?:and|or|plus|also)\s+(?=(?:\S+\s+){0,3}\S+\?$)")
"""Ties a subject without a verb to the question before it: "does magnesium help, and folate?"."""
_PREFACE = re.compile(
    r"^(?:(?:and|also|oh|ok|okay|so|but|then|hi|hello|hey)[, ]+)*"
    r"(?:(?:another|one more|one last|last|quick|other|next)(?: quick)? (?:thing|question|q)\b"
    r"|(?:i(?:'ve| have)? (?:got )?)?(?:two|three|2|3|a few|a couple of|some|several) (?:quick )?questions?\b"
    r"|(?:first|second|third|last)(?:ly)?(?= ?[,:])|finally\b)"
    r" ?[,:.)]? *"
)
"""What counts the questions of a message and asks none: "two questions:", "another thing", "second,"."""
_POINT = re.compile(r"(?:^|\s)(?:q ?)?\(?[1-5][.):](?:\s+|(?=[a-z]))|^[-*•·–]\s*")
"""Opens a point of a list: "1. what causes it 2. is there a cure"."""
_LEAD = re.compile(
    rf"(?:(?:and|also|so|but|ok|okay|or|then|plus|oh|well|please|hi|hey|hello)[, ]+)*(?:{_QUESTION_WORDS})\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a message, with the clause before it."""

    text: str
    before: str = ""
    is_asked_before: bool = False
    """Whether the clause before it is a question too."""


def questions(message: str) -> tuple[Question, ...]:
    """Return the questions of a message in order; empty if it is a single clause."""
    points = (point for line in message.splitlines() for point in _points(normalise(line)))
    parts = (_PREFACE.sub("", sentence) for point in points for sentence in _SENTENCE.split(point))
    clauses = [
        clause for part in parts for clause in _clauses(part) if len(clause.split()) >= MIN_WORDS or clause[-1:] == "?"
    ]
    if len(clauses) < 2:
        return ()
    pairs = zip(clauses, ("", *clauses), strict=False)
    asked = (Question(clause, before, _is_question(before)) for clause, before in pairs if _is_question(clause))
    return tuple(asked)[:MAX_QUESTIONS]


def joined(message: str) -> tuple[str, ...]:
    """Return what a message of one clause names on either side of an "and" or a comma; empty if nothing joins it."""
    pieces = (" ".join(content_words(piece)) for piece in _JOINED.split(normalise(message)))
    named = tuple(piece for piece in pieces if piece and len(piece.split()) <= MAX_NAMED)
    return named[:MAX_JOINED] if len(named) > 1 else ()


def _points(line: str) -> list[str]:
    """Split a line that begins as a list does: "my level is 3. what now" is no list."""
    rest = _PREFACE.sub("", line)
    return _POINT.split(rest) if _POINT.match(rest) else [rest]


def _clauses(sentence: str) -> list[str]:
    return [clause for part in _CONJUNCTION.split(sentence) for clause in _FRAGMENT.split(part)]


def _is_question(clause: str) -> bool:
    return "?" in clause or _LEAD.match(clause) is not None


def sentences(message: str) -> tuple[str, ...]:
    """Return the sentences of a message in order, or as many stretches of them; empty if it is only one."""
    lines = (normalise(line) for line in message.splitlines())
    found: list[str] = []
    for sentence in (sentence for line in lines for sentence in _SENTENCE.split(line) if sentence):
        if found and (_is_short(sentence) or _is_short(found[-1])):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    if len(found) < 2:
        return ()
    step = -(-len(found) // MAX_SENTENCES)
    return tuple(" ".join(found[start : start + step]) for start in range(0, len(found), step))


def _is_short(sentence: str) -> bool:
    """Whether a sentence is read with its neighbour; looks at its first words only, because found ones grow long."""
    return len(sentence.split(maxsplit=SHORT_SENTENCE)) <= SHORT_SENTENCE
