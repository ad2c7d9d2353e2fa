"""A small FAQ built in Python, for tests that need to see all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from faq.models import (
    Article,
    Citation,
    Entry,
    Faq,
    Referral,
    ReplyForm,
    Review,
    Section,
    Source,
    Thresholds,
    ThresholdSets,
    UrgentReply,
)

ARTICLE = Article(
    "Legs", "https://example.org/legs", "A. Author", "E. Editor", "Press", date(2024, 5, 6), (Section("S"),)
)
CLINIC = Source("clinic", "A clinic", "https://example.org/clinic")
REVIEWED = Review(date(2026, 11, 22))
THRESHOLDS = Thresholds(answer=0.6, suggest=0.2, unasked=0.9)
THRESHOLD_SETS = ThresholdSets(words=THRESHOLDS, meaning=THRESHOLDS)


def covered(name: str, *phrasings: str) -> Entry:
    """Make an entry that the article covers."""
    question, *others = phrasings or (name,)
    return Entry(name, "Topic", question, tuple(others), f"The answer of {name}.", Citation("S"), REVIEWED)


def referral(name: str, *phrasings: str) -> Entry:
    """Make an entry on a subject that the article does not cover."""
    question, *others = phrasings or (name,)
    return Entry(name, "Topic", question, tuple(others), "Not covered.", Referral((CLINIC,)), REVIEWED)


def urgent_reply(name: str, heading: str, *paragraphs: str, sources: tuple[Source, ...] = (CLINIC,)) -> UrgentReply:
    """Make an urgent reply with one text for both forms, and without numbers."""
    form = ReplyForm(heading, paragraphs)
    return UrgentReply(name, form, form, (), sources)


def faq(*entries: Entry, synonyms: Mapping[str, str] | None = None, chatter: tuple[str, ...] = ()) -> Faq:
    """Make a FAQ."""
    groups = {"talk": chatter} if chatter else {}
    return Faq(ARTICLE, "No advice.", entries, THRESHOLD_SETS, dict(synonyms or {}), groups)


LEGS = faq(
    covered("ferritin", "What is ferritin?", "ferritin meaning", "the protein that stores iron"),
    covered(
        "caffeine", "Should I avoid coffee?", "caffeine in the evening", "is tea bad for my legs", "no more espresso"
    ),
    covered("massage", "Does leg massage help?", "rub my calves", "massage gun for legs", "kneading the calves"),
    covered(
        "exercise", "Does exercise help?", "running in the morning", "gym and restless legs", "a walk after dinner"
    ),
    referral("pregnancy", "What about pregnancy?", "pregnant and restless legs", "third trimester"),
    synonyms={"rls": "restless legs", "java": "coffee"},
    chatter=("good morning everyone", "what is the weather like", "thanks a lot", "who won the match"),
)
"""Five entries with few common words."""
