"""Takes a message apart into the questions that it asks. Pure; knows no entry, no score and no answer.

People wrap a question in a story, or ask two at once. A question that points outside itself ("is it the same?")
means nothing alone and is left to the whole message.
"""

from __future__ import annotations

import re

from faq.text import normalise

MOST = 4
"""Questions of one message that are looked at, from its beginning: more is a list, and would keep others waiting."""
FEWEST_WORDS = 2

_ASKING = (
    "what|which|how|why|when|where|who|can|could|should|shall|does|do|did|is|are|am|will|would|may|might|has|have|any"
)
_SENTENCE = re.compile(r"(?<=[.?!…;])\s+")
_JOINED = re.compile(r"[,;]?\s+(?:and|also|plus|but)\s+(?:also\s+)?(?=(?:what|which|how|why|when|where|who|should|can|could|does|do|is|are)\b)")  # fmt: skip # noqa: E501
_LEAD = re.compile(rf"(?:(?:and|also|so|but|ok|okay|or|then|plus|oh|well|please|hi|hey|hello)[, ]+)*(?:{_ASKING})\b")
_OUTSIDE = re.compile(r"\b(?:it|this|that|they|them|these|those|he|she|him|her|one|same|both|two)\b")


def questions(message: str) -> tuple[str, ...]:
    """The questions of a message that can be understood alone, in order; empty if the message is one sentence."""
    lines = (normalise(line) for line in message.splitlines())
    parts = [part for line in lines for sentence in _SENTENCE.split(line) for part in _JOINED.split(sentence)]
    spoken = [part for part in parts if len(part.split()) >= FEWEST_WORDS]
    return tuple(part for part in spoken if _stands_alone(part))[:MOST] if len(spoken) > 1 else ()


def _stands_alone(part: str) -> bool:
    return ("?" in part or _LEAD.match(part) is not None) and not _OUTSIDE.search(part)
