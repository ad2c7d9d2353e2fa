"""The JSON object of `legwise ask --json`: a stable contract, versioned by its `schema`. Pure."""

from __future__ import annotations

from typing import TypedDict, assert_never

from faq.card import card, plain
from faq.models import Faq
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent

SCHEMA = 1
CANDIDATES = 5
"""Candidates that are told, in rank order whatever the outcome; fewer only where the FAQ has fewer entries."""


class SourceObject(TypedDict):
    title: str
    url: str


class CandidateObject(TypedDict):
    entry: str
    score: float


class AnswerObject(TypedDict):
    """One question's answer. `text` is the card as plain text, word for word what a Telegram user reads."""

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
    """The object for one question and what came of it."""
    told = card(outcome, faq)
    name, entry, score = _decided(outcome)
    return {
        "schema": SCHEMA,
        "question": question,
        "outcome": name,
        "entry": entry,
        "score": score,
        "candidates": [{"entry": match.entry.id, "score": match.score} for match in outcome.candidates[:CANDIDATES]],
        "text": plain(told),
        "sources": [{"title": link.title, "url": link.url} for link in told.sources],
        "disclaimer": told.disclaimer,
    }


def _decided(outcome: Outcome) -> tuple[str, str | None, float]:
    match outcome:
        case Urgent():
            return "urgent", None, 1.0
        case Found(entry, score):
            return "answer", entry.id, score
        case Referred(entry, score):
            return "referral", entry.id, score
        case Unsure(_, score):
            return "suggest", None, score
        case NotFound(score):
            return "none", None, score
        case _:
            assert_never(outcome)
