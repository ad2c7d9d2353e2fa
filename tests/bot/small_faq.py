"""A FAQ of a few entries, built from values, with a matcher that anybody can work out in their head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from faq.assistant import Assistant
from faq.models import Article, Citation, Entry, Faq, Referral, Section, Source, Thresholds, ThresholdSets, UrgentReply
from faq.outcome import Match, Ranking

ARTICLE = Article(
    title="Restless legs", url="https://example.org/article?a=1&b=2", author="Ann Author", editor="Ed Editor",
    publisher="The Press", updated=date(2024, 5, 6), sections=(Section("Basics"),),
)  # fmt: skip
REVIEWED = date(2026, 11, 22)
THRESHOLDS = Thresholds(answer=0.8, suggest=0.3, unasked=0.9)
CLINIC = Source("clinic", "Clinic <of> legs", "https://example.org/clinic")
URGENT = UrgentReply("heart", "Call 112 now.", ("This can be an emergency.",), (CLINIC,))


def _entry(id_: str, question: str, answer: str, *phrasings: str, related: tuple[str, ...] = ()) -> Entry:
    return Entry(id_, "Ferritin", question, phrasings, answer, Citation("Basics", 3), REVIEWED, related=related)


ENTRIES = (
    _entry("store", "What stores iron?", "Ferritin does.\nIt holds < & > \"much\".", "ferritin", related=("low",)),
    _entry("low", "What is low ferritin?", "Below what the laboratory says.", "low ferritin", "ferritin"),
    *(_entry(f"more-{n}", f"Question {n}?", f"Answer {n}.", f"more {n}") for n in range(8)),
    Entry("pregnant", "Pregnancy", "What about pregnancy?", ("pregnant",), "Not covered.", Referral((CLINIC,)),
          REVIEWED),
)  # fmt: skip
FAQ = Faq(ARTICLE, "No medical advice.", ENTRIES, ThresholdSets(THRESHOLDS, THRESHOLDS), urgent_replies=(URGENT,))
LIKE = "a heavy weight sits on my heart"
"""What no red flag has words for, and is like an emergency."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Ranks by equality: 1 for a phrasing of one entry alone, 0.5 for one of several, else 0."""

    def rank(self, question: str) -> Ranking:
        asked = question.casefold().strip(" ?")
        if asked == LIKE:
            return Ranking(tuple(Match(entry, 0.0) for entry in ENTRIES), 1.0, URGENT.id)
        meant = [e for e in ENTRIES if asked in {p.casefold().strip(" ?") for p in (e.question, *e.phrasings)}]
        score = 1.0 if len(meant) == 1 else 0.5
        rest = [entry for entry in ENTRIES if entry not in meant]
        return Ranking((*(Match(entry, score) for entry in meant), *(Match(entry, 0.0) for entry in rest)))


@dataclass(frozen=True, slots=True)
class ChestPain:
    """Takes "chest pain" for a red flag, and nothing else."""

    def detect(self, question: str) -> UrgentReply | None:
        return URGENT if "chest pain" in question.casefold() else None


def assistant(faq: Faq = FAQ) -> Assistant:
    """The assistant of the conversation tests."""
    return Assistant(faq, Verbatim(), ChestPain(), faq.thresholds.words)
