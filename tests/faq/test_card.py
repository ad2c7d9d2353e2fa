"""Each outcome in words, whole, as a person reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.card import Card, Choice, Link, card, entry_card, plain
from faq.loading import load
from faq.models import Entry, Faq, Note, Referral, Source
from faq.outcome import Found, Match, NotFound, Referred, Unsure, Urgent
from tests.faq.content_folder import Folder


@pytest.fixture(scope="module")
def faq(tmp_path_factory: pytest.TempPathFactory) -> Faq:
    return load(Folder.tiny(tmp_path_factory.mktemp("content")).path)


def ranked(faq: Faq) -> tuple[Match, ...]:
    return tuple(Match(entry, 0.5) for entry in faq.entries)


def entry(faq: Faq, name: str) -> Entry:
    return faq.by_id[name]


BASICS = Link("The Press, “Iron and legs”, Basics", "https://example.org/article")
BASICS_3 = Link("The Press, “Iron and legs”, Basics, its reference 3", "https://example.org/article")
CLINIC = Link("The Clinic on legs", "https://example.org/clinic")
CRISIS_LINE = Link("The Crisis Line", "https://example.org/crisis")

FOUND = """What is ferritin?

Ferritin is a protein.

It stores iron.

Sources:
• The Press, “Iron and legs”, Basics, its reference 3

Not medical advice. Reviewed 22 November 2026."""


def test_an_answer_is_its_question_its_paragraphs_its_source_and_its_review_date(faq: Faq) -> None:
    told = card(Found(entry(faq, "what-is-ferritin"), 0.9, ranked(faq)), faq)
    assert told == Card(
        heading="What is ferritin?",
        paragraphs=("Ferritin is a protein.", "It stores iron."),
        sources=(BASICS_3,),
        disclaimer="Not medical advice. Reviewed 22 November 2026.",
        choices=(Choice("ferritin-threshold", "Which ferritin level is too low?"),),
    )
    assert plain(told) == FOUND


NOTED = """Which ferritin level is too low?

The article names 50.

Beyond the article: Today's guidance says 75.

Sources:
• The Press, “Iron and legs”, Basics
• The Clinic on legs

Not medical advice. Reviewed {day} November 2026."""


def test_a_note_is_told_apart_from_the_article_and_brings_its_own_source(faq: Faq) -> None:
    told = entry_card(replace(entry(faq, "ferritin-threshold"), reviewed=date(2026, 11, 30)), faq)
    assert told == Card(
        heading="Which ferritin level is too low?",
        paragraphs=("The article names 50.", "Beyond the article: Today's guidance says 75."),
        sources=(BASICS, CLINIC),
        disclaimer="Not medical advice. Reviewed 30 November 2026.",
    )
    assert plain(told) == NOTED.format(day=30)


def test_a_date_early_in_the_month_has_no_zero_before_it(faq: Faq) -> None:
    assert plain(entry_card(entry(faq, "ferritin-threshold"), faq)) == NOTED.format(day=2)


REFERRED = """What about pregnancy?

The article does not cover pregnancy.

Sources:
• The Clinic on legs

Not medical advice. Reviewed 22 November 2026."""


def test_a_referral_names_the_page_to_look_at_in_place_of_the_article(faq: Faq) -> None:
    told = card(Referred(entry(faq, "pregnancy"), 0.9, ranked(faq)), faq)
    assert told == Card(
        heading="What about pregnancy?",
        paragraphs=("The article does not cover pregnancy.",),
        sources=(CLINIC,),
        disclaimer="Not medical advice. Reviewed 22 November 2026.",
    )
    assert plain(told) == REFERRED


UNSURE = """Did you mean one of these?

1. What is ferritin?
2. Which ferritin level is too low?

If none of them is your question, try it in other words.

Not medical advice."""


def test_suggestions_are_numbered_and_offered_as_choices(faq: Faq) -> None:
    suggested = (entry(faq, "what-is-ferritin"), entry(faq, "ferritin-threshold"))
    told = card(Unsure(suggested, 0.3, ranked(faq)), faq)
    assert told == Card(
        heading="Did you mean one of these?",
        paragraphs=(
            "1. What is ferritin?\n2. Which ferritin level is too low?",
            "If none of them is your question, try it in other words.",
        ),
        disclaimer="Not medical advice.",
        choices=(
            Choice("what-is-ferritin", "What is ferritin?"),
            Choice("ferritin-threshold", "Which ferritin level is too low?"),
        ),
    )
    assert plain(told) == UNSURE


NOT_FOUND = """I don't have an answer to that.

I only know what one article says about iron, ferritin and restless legs. Try it in other words, or look through \
the topics.

Not medical advice."""


def test_nothing_found_is_an_honest_no_without_any_entry(faq: Faq) -> None:
    told = card(NotFound(0.01, ranked(faq)), faq)
    assert told.sources == ()
    assert told.choices == ()
    assert plain(told) == NOT_FOUND


URGENT = """Call 112 now.

This can be an emergency.

I'm an information bot and can't judge this.

Sources:
• The Crisis Line"""


def test_an_emergency_is_told_what_to_do_and_no_word_of_the_faq(faq: Faq) -> None:
    told = card(Urgent(faq.urgent_replies[0], ranked(faq)), faq)
    assert told == Card(
        heading="Call 112 now.",
        paragraphs=("This can be an emergency.", "I'm an information bot and can't judge this."),
        sources=(CRISIS_LINE,),
    )
    assert plain(told) == URGENT


def test_a_source_that_is_named_twice_is_told_once(faq: Faq) -> None:
    clinic = Source("clinic", "The Clinic on legs", "https://example.org/clinic")
    twice = replace(entry(faq, "pregnancy"), basis=Referral((clinic,)), note=Note("More.", (clinic,)))
    assert entry_card(twice, faq).sources == (CLINIC,)


def test_every_line_of_an_answer_is_a_paragraph_and_blank_ones_are_none(faq: Faq) -> None:
    spaced = replace(entry(faq, "warm-bath"), answer="\n  One. \n\n\n Two.\n \n")
    assert entry_card(spaced, faq).paragraphs == ("One.", "Two.")


def test_an_empty_part_of_a_card_leaves_no_gap() -> None:
    assert plain(Card("Heading", ())) == "Heading"
    assert plain(Card("Heading", (), (CLINIC,))) == "Heading\n\nSources:\n• The Clinic on legs"
    assert plain(Card("Heading", (), (), "No advice.")) == "Heading\n\nNo advice."


LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(LINE, st.lists(LINE, max_size=3), st.lists(LINE, max_size=3), LINE)
def test_the_plain_text_is_the_parts_in_order_and_not_one_character_more(
    heading: str, paragraphs: list[str], titles: list[str], disclaimer: str
) -> None:
    links = tuple(Link(title, "https://example.org") for title in titles)
    sources = ["Sources:" + "".join(f"\n• {title}" for title in titles)] if titles else []
    told = plain(Card(heading, tuple(paragraphs), links, disclaimer))
    assert told.split("\n\n") == [heading, *paragraphs, *sources, disclaimer]


def test_every_entry_of_the_packaged_content_tells_its_source_and_the_disclaimer(packaged: Faq) -> None:
    for told in (entry_card(entry, packaged) for entry in packaged.entries):
        assert told.sources, told.heading
        assert told.disclaimer.startswith(packaged.disclaimer), told.heading
