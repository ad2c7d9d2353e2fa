"""Splits a message into its questions, because users wrap them in a story or ask several; or into its sentences."""

from __future__ import annotations

import re

from faq.text import normalise

MAX_QUESTIONS = 4
"""Questions of one message that are answered, from its start; each costs another run of the matcher."""
MIN_WORDS = 2
MAX_SENTENCES = 8
"""Stretches that a longer message is divided into; each costs another run of the matcher."""
SHORT_SENTENCE = 2
"""Words up to which a sentence is read together with the one before it: "Gone. All of it."
"""

_ASKING = "(?:(?:at|for|from|in|on|to|with|since|if so) )?(?:what|which|how|why|when|where|who|whether)|tell me|explain"
_QUESTION_WORDS = f"{_ASKING}|can|could|should|shall|does|do|did|is|are|am|will|would|may|might|has|have|any"
_JOINED = re.compile(r"\b(?:and|or|also|plus|as well as)\b|[,&/+]")
_SENTENCE = re.compile(r"(?<=[.?!…;])\s+")
_CONJUNCTION = re.compile(
    r"(?:[,;]?\s+(?:and|also|plus|but|or)\s+(?:also\s+|then\s+)?|[,;]\s+)"
    rf"(?=(?:{_ASKING}|should|can|could|does|do|did|is|are|will|would|any)\b)"
)
_FRAGMENT = re.compile(r"[,;?.!]\s+(?:and|or|plus|also)\s+(?=(?:\S+\s+){0,3}\S+\?$)")
"""Ties a subject without a verb to the question before it: "does magnesium help, and folate?"."""
_LEAD = re.compile(
    rf"(?:(?:and|also|so|but|ok|okay|or|then|plus|oh|well|please|hi|hey|hello)[, ]+)*(?:{_QUESTION_WORDS})\b"
)


def questions(message: str) -> tuple[str, ...]:
    """Return the questions of a message in order, each with the clause before it; empty if it is a single clause."""
    return tuple(question for question, _ in questions_in_story(message))


def questions_in_story(message: str) -> tuple[tuple[str, str], ...]:
    """Return the questions of a message in order, each with the clause before it; empty if it is a single clause."""
    lines = (normalise(line) for line in message.splitlines())
    parts = [part for line in lines for sentence in _SENTENCE.split(line) for part in _clauses(sentence)]
    clauses = [part for part in parts if len(part.split()) >= MIN_WORDS or part.endswith("?")]
    if len(clauses) < 2:
        return ()
    pairs = zip(clauses, ("", *clauses), strict=False)
    return tuple((clause, before) for clause, before in pairs if _is_question(clause))[:MAX_QUESTIONS]


def _clauses(sentence: str) -> list[str]:
    return [clause for part in _CONJUNCTION.split(sentence) for clause in _FRAGMENT.split(part)]


def _is_question(clause: str) -> bool:
    return "?" in clause or _LEAD.match(clause) is not None


def is_joined(message: str) -> bool:
    """Return whether a message may ask for two things at once: "massage or a warm bath"."""
    return _JOINED.search(normalise(message)) is not None


def sentences(message: str) -> tuple[str, ...]:
    """Return the sentences of a message in order, or as many stretches of them; empty if it is only one."""
    lines = (normalise(line) for line in message.splitlines())
    joined: list[str] = []
    for sentence in (sentence for line in lines for sentence in _SENTENCE.split(line) if sentence):
        if joined and (_is_short(sentence) or _is_short(joined[-1])):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    if len(joined) < 2:
        return ()
    step = -(-len(joined) // MAX_SENTENCES)
    return tuple(" ".join(joined[start : start + step]) for start in range(0, len(joined), step))


def _is_short(sentence: str) -> bool:
    """Whether a sentence is read with its neighbour; looks at its first words only, because joined ones grow long."""
    return len(sentence.split(maxsplit=SHORT_SENTENCE)) <= SHORT_SENTENCE
