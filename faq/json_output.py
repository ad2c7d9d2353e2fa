"""The JSON object of `legwise ask --json`: a stable contract, versioned by its `schema`."""

from __future__ import annotations

from typing import TypedDict

from faq.card import card, plain
from faq.models import Faq
from faq.outcome import Found, Outcome, Referred

SCHEMA = 1
CANDIDATES = 5
"""Candidates listed, in rank order whatever the outcome; fewer only if the FAQ has fewer entries."""


class SourceObject(TypedDict):
    title: str
    url: str


class CandidateObject(TypedDict):
    entry: str
    score: float


class AnswerObject(TypedDict):
    """The answer to one question. `text` is the card as plain text, word for word as in Telegram."""

    schema: int
    question: str
    outcome: str
    entry: str | None
    score: float
    candidates: list[CandidateObject]
    text: str
    sources: list[SourceObject]
    disclaimer: str


def answer_object(question: str, outcome: Outcome, faq: Faq) -> AnswerObject:
    """Return the object for a question and its outcome."""
    shown = card(outcome, faq)
    return {
        "schema": SCHEMA,
        "question": question,
        "outcome": outcome.kind,
        "entry": outcome.entry.id if isinstance(outcome, Found | Referred) else None,
        "score": outcome.score,
        "candidates": [{"entry": match.entry.id, "score": match.score} for match in outcome.candidates[:CANDIDATES]],
        "text": plain(shown),
        "sources": [{"title": link.title, "url": link.url} for link in shown.sources],
        "disclaimer": shown.disclaimer,
    }
