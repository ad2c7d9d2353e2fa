"""The JSON object of `legwise ask --json`: a stable contract, versioned by its `schema`."""

from __future__ import annotations

from typing import TypedDict

from faq.answer_card import card
from faq.card import Card, plain
from faq.models import Faq
from faq.outcome import Chat, Found, NotFound, Outcome, Referred, Smalltalk, Unsure, Urgent, is_silent

SCHEMA = 2
CANDIDATES = 5
"""Candidates listed, in rank order whatever the outcome; fewer only if the FAQ has fewer entries."""


class SourceObject(TypedDict):
    title: str
    url: str


class CandidateObject(TypedDict):
    entry: str
    score: float


class AnswerObject(TypedDict):
    """The answer to one question.

    `also` lists the entries that the same message asks for too, `about` the entry that it was read in the context of,
    `kind` is the id of an urgent reply or the kind of small talk, `language` an ISO 639 code. `text` is the card as
    plain text, word for word as in Telegram.
    """

    schema: int
    question: str
    outcome: str
    entry: str | None
    score: float
    candidates: list[CandidateObject]
    also: list[str]
    about: str | None
    support: bool
    kind: str | None
    language: str
    text: str
    sources: list[SourceObject]
    disclaimer: str


def answer_object(question: str, outcome: Outcome, faq: Faq, chat: Chat = "private") -> AnswerObject:
    """Return the object for a question and its outcome; its text is empty where the bot says nothing."""
    shown = Card("", ()) if is_silent(outcome, chat) else card(outcome, faq)
    return {
        "schema": SCHEMA,
        "question": question,
        "outcome": outcome.kind,
        "entry": outcome.entry.id if isinstance(outcome, Found | Referred) else None,
        "score": outcome.score,
        "candidates": [{"entry": match.entry.id, "score": match.score} for match in outcome.candidates[:CANDIDATES]],
        "also": [entry.id for entry in outcome.also] if isinstance(outcome, Found | Referred) else [],
        "about": _about(outcome),
        "support": outcome.support,
        "kind": _kind(outcome),
        "language": outcome.language,
        "text": plain(shown),
        "sources": [{"title": link.title, "url": link.url} for link in shown.sources],
        "disclaimer": shown.disclaimer,
    }


def _kind(outcome: Outcome) -> str | None:
    match outcome:
        case Urgent(reply):
            return reply.id
        case Smalltalk(talk):
            return talk.kind
        case _:
            return None


def _about(outcome: Outcome) -> str | None:
    match outcome:
        case Found(about=about) | Referred(about=about) | Unsure(about=about) | NotFound(about=about):
            return about.id if about else None
        case _:
            return None
