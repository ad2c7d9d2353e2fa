"""Validated files become the values of a FAQ."""

from __future__ import annotations

from datetime import date

import pytest

from faq.helplines import Country, Helplines
from faq.loading import load
from faq.models import (
    Citation,
    Figure,
    Note,
    RedFlag,
    Referral,
    ReplyForm,
    Review,
    Source,
    Support,
    Thresholds,
    ThresholdSets,
    UrgentReply,
)
from tests.faq.content_folder import ContentFolder

CLINIC = Source(
    "clinic", "The Clinic on legs", "https://example.org/clinic", "The Clinic", "2025-03", date(2026, 11, 20),
    (Figure("75", "ng/mL below which iron is considered", "adults", "treatment", "section 2"),),
)  # fmt: skip
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
    assert entry.more == "Ask which value is meant."
    assert entry.label == "Ferritin"
    assert entry.basis == Citation("Basics", 3, "It calls ferritin a protein that stores iron.")
    assert entry.related == ("ferritin-threshold",)
    assert entry.reviewed == Review(date(2026, 11, 22))


def test_a_reviewer_has_a_role_and_a_name(folder: ContentFolder) -> None:
    folder.replace(
        "elsewhere.yaml", "reviewed: {on: 2026-11-22}", "reviewed: {on: 2026-11-25, by: {role: nurse, name: N. N.}}"
    )
    assert load(folder.path).by_id["pregnancy"].reviewed == Review(date(2026, 11, 25), "nurse", "N. N.")


def test_notes_and_referrals_hold_their_sources(folder: ContentFolder) -> None:
    faq = load(folder.path)
    assert faq.by_id["ferritin-threshold"].note == Note("Today's guidance says 75.", (CLINIC,))
    assert faq.by_id["pregnancy"].basis == Referral((CLINIC,))


def test_a_rule_holds_the_phrases_of_the_concepts_that_it_names(folder: ContentFolder) -> None:
    when = (("chest", "breastbone"), ("pain", "hurts"))
    assert load(folder.path).red_flags == (
        RedFlag("chest-pain", "heart", when, yes=("my chest hurts",), no=("my leg hurts",)),
    )


END = "I'm an information bot and can't judge this."


def test_both_forms_of_a_reply_end_with_the_one_line_of_all_replies(folder: ContentFolder) -> None:
    you = ReplyForm("Call the emergency number now.", ("This can be an emergency.", "Don't drive yourself.", END))
    them = ReplyForm("Call the emergency number for them now.", ("This can be an emergency.", END))
    assert load(folder.path).urgent_replies == (UrgentReply("heart", you, them, ("emergency",), (CRISIS_LINE,)),)


@pytest.mark.parametrize("given", ["you", "them"])
def test_a_reply_with_one_form_uses_it_for_both(folder: ContentFolder, given: str) -> None:
    reply = f"end: {END}\nreplies:\n  - {{id: heart, {given}: {{heading: Call., paragraphs: [Now.]}}}}\n"
    [built] = load(folder.write("replies.yaml", reply).path).urgent_replies
    assert built.you == built.them == ReplyForm("Call.", ("Now.", END))


def test_a_country_has_its_numbers_and_none_that_the_file_leaves_out(folder: ContentFolder) -> None:
    usa, _ = load(folder.path).helplines.countries
    pages = ("https://example.org/us",)
    assert usa == Country("US", "US", ("en-US",), "911", pages, date(2026, 11, 22), talk="call or text 988")


def test_support_is_a_sentence_and_a_rule(folder: ContentFolder) -> None:
    phrases = (("hopeless", "at my wits end"),)
    yes, no = ("I feel hopeless",), ("what a hopeless film",)
    rule = RedFlag("support", "support", phrases, ("hopeless film",), present=False, yes=yes, no=no)
    assert load(folder.path).support == Support("That sounds hard.", rule)


def test_a_folder_without_helplines_and_support_has_none(folder: ContentFolder) -> None:
    faq = load(folder.remove("helplines.yaml").remove("support.yaml").path)
    assert faq.helplines == Helplines()
    assert faq.support is None


def test_thresholds_synonyms_and_chatter_are_content(folder: ContentFolder) -> None:
    faq = load(folder.path)
    assert faq.thresholds == ThresholdSets(Thresholds(0.5, 0.1, unasked=0.9), Thresholds(0.6, 0.2, unasked=0.8))
    assert faq.synonyms == {"rls": "restless legs"}
    assert faq.chatter == {"greetings": ("hello there", "good morning all")}
