"""Validated files become the values of a FAQ."""

from __future__ import annotations

from datetime import date

from faq.loading import load
from faq.models import Citation, Note, RedFlag, Referral, Source, Thresholds, ThresholdSets, UrgentReply
from tests.faq.content_folder import ContentFolder

CLINIC = Source("clinic", "The Clinic on legs", "https://example.org/clinic", frozenset({"75"}))
CRISIS_LINE = Source("crisis-line", "The Crisis Line", "https://example.org/crisis")


def test_entries_are_in_the_order_of_topics_and_of_their_files(folder: ContentFolder) -> None:
    ids = {topic: [entry.id for entry in entries] for topic, entries in load(folder.path).topics.items()}
    assert ids == {
        "Ferritin": ["what-is-ferritin", "ferritin-threshold", "warm-bath"],
        "Not covered": ["pregnancy"],
    }


def test_an_entry_has_the_values_of_its_lines(folder: ContentFolder) -> None:
    entry = load(folder.path).by_id["what-is-ferritin"]
    assert entry.question == "What is ferritin?"
    assert entry.phrasings == ("what does ferritin mean", "the protein that stores iron")
    assert entry.answer == "Ferritin is a protein.\nIt stores iron."
    assert entry.basis == Citation("Basics", 3)
    assert entry.related == ("ferritin-threshold",)
    assert entry.reviewed == date(2026, 11, 22)


def test_notes_and_referrals_hold_their_sources(folder: ContentFolder) -> None:
    faq = load(folder.path)
    assert faq.by_id["ferritin-threshold"].note == Note("Today's guidance says 75.", (CLINIC,))
    assert faq.by_id["pregnancy"].basis == Referral((CLINIC,))


def test_a_rule_holds_the_phrases_of_the_concepts_that_it_names(folder: ContentFolder) -> None:
    faq = load(folder.path)
    advice = ("This can be an emergency.", "I'm an information bot and can't judge this.")
    assert faq.urgent_replies == (UrgentReply("heart", "Call 112 now.", advice, (CRISIS_LINE,)),)
    when = (("chest", "breastbone"), ("pain", "hurts"))
    assert faq.red_flags == (RedFlag("chest-pain", "heart", when, yes=("my chest hurts",), no=("my leg hurts",)),)


def test_thresholds_synonyms_and_chatter_are_content(folder: ContentFolder) -> None:
    faq = load(folder.path)
    assert faq.thresholds == ThresholdSets(Thresholds(0.5, 0.1, unasked=0.9), Thresholds(0.6, 0.2, unasked=0.8))
    assert faq.synonyms == {"rls": "restless legs"}
    assert faq.chatter == {"greetings": ("hello there", "good morning all")}
