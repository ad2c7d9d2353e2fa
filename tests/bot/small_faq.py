"""A FAQ of a few entries, with a matcher whose result is obvious."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from faq.assistant import Assistant
from faq.models import (
    Article,
    Citation,
    Entry,
    Faq,
    Flag,
    FollowUps,
    Referral,
    ReplyForm,
    Review,
    Section,
    SmallTalk,
    Source,
    Thresholds,
    ThresholdSets,
    UrgentReply,
)
from faq.outcome import Match, Ranking
from faq.words import Passage, Words
from tests.faq.assistants import assistant_of

ARTICLE = Article(
    title="Restless legs", url="https://example.org/article?a=1&b=2", author="Ann Author", editor="Ed Editor",
    publisher="The Press", updated=date(2024, 5, 6), sections=(Section("Basics"),),
)  # fmt: skip
REVIEWED = Review(date(2026, 11, 22))
THRESHOLDS = Thresholds(answer=0.5, suggest=0.3, unasked=0.9)
CLINIC = Source("clinic", "Clinic <of> legs", "https://example.org/clinic")
FORM = ReplyForm("Call 112 now.", ("This can be an emergency.",))
URGENT = UrgentReply("heart", FORM, FORM, sources=(CLINIC,))


def _entry(
    id_: str, question: str, answer: str, *phrasings: str, more: str = "", related: tuple[str, ...] = ()
) -> Entry:
    basis = Citation("Basics", 3)
    return Entry(
        id_, "Ferritin", question, phrasings, answer, basis, REVIEWED, more, related=related, subject="ferritin"
    )


ENTRIES = (
    _entry("store", "What stores iron?", "Ferritin does.", "ferritin", more="It holds < & > \"much\".",
           related=("low",)),
    _entry("low", "What is low ferritin?", "Below what the laboratory says.", "low ferritin", "ferritin"),
    *(_entry(f"more-{n}", f"Question {n}?", f"Answer {n}.", f"more {n}") for n in range(8)),
    Entry("pregnant", "Pregnancy", "What about pregnancy?", ("pregnant", "ferritin in pregnancy"), "Not covered.",
          Referral((CLINIC,)), REVIEWED),
)  # fmt: skip
WORDS = Words(
    greeting=Passage("Hello! Ask me about legs.", ("A few words are enough.",)),
    about=Passage("About this assistant", ("I answer from an article on legs.",)),
    disclaimer=Passage("Please note", ("My answers are no medical advice.", "In an emergency, call 112.")),
    not_found=Passage("I don't have an answer to that.", ("Try it in other words, or look through the topics.",)),
    group_greeting="Hello! I look up answers about legs.",
    description="Ask me about legs.",
    short_description="About legs.",
    emergency="In an emergency, call 112.",
    file="Lab reports are not read.",
    not_ours="Ask a pharmacist.",
)
FAQ = Faq(
    ARTICLE, "No medical advice.", ENTRIES, ThresholdSets(THRESHOLDS, THRESHOLDS), urgent_replies=(URGENT,),
    title="Legs", words=WORDS,
)  # fmt: skip
TALKING = replace(
    FAQ,
    small_talk=(
        SmallTalk("greeting", ("hello",), "Hello! What would you like to know?"),
        SmallTalk("help", ("help",), "Ask me in your own words."),
        SmallTalk("thanks", ("thanks",), "You're welcome!"),
        SmallTalk("ack", ("ok",), reaction="👍"),
        SmallTalk("remark", ("lol",), reaction="🤗"),
        SmallTalk("bye", ("bye",)),
    ),
    follow_ups=FollowUps(more=("why",), sources=("source",)),
    starters=ENTRIES[:3],
)
"""The same with small talk."""
NEAR = "normal sodium level"
"""A question of the same field that no entry answers."""
LIKE = "a heavy weight sits on my heart"
"""A message that matches no red flag but resembles an emergency."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Scores by equality: 1 for a phrasing of one entry, 0.4 for a phrasing that several entries share, 0 otherwise."""

    def rank(self, question: str) -> Ranking:
        text = question.casefold().strip(" ?")
        if text == LIKE:
            return Ranking(tuple(Match(entry, 0.0) for entry in ENTRIES), 1.0, URGENT.id)
        if text == NEAR:
            return Ranking(tuple(Match(entry, 0.0) for entry in ENTRIES), near=1.0)
        matching = [e for e in ENTRIES if text in {p.casefold().strip(" ?") for p in (e.question, *e.phrasings)}]
        score = 1.0 if len(matching) == 1 else 0.4
        rest = [entry for entry in ENTRIES if entry not in matching]
        return Ranking((*(Match(entry, score) for entry in matching), *(Match(entry, 0.0) for entry in rest)))


@dataclass(frozen=True, slots=True)
class ChestPain:
    """Detects only "chest pain"."""

    def detect(self, question: str) -> Flag | None:
        return Flag(URGENT) if "chest pain" in question.casefold() else None


def assistant(faq: Faq = FAQ) -> Assistant:
    """Return the assistant of the conversation tests."""
    return assistant_of(faq, Verbatim(), ChestPain(), faq.thresholds.words)
