"""The card of each outcome, and its plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.answer_card import card, entry_card
from faq.card import Card, Choice, Link, plain
from faq.loading import load
from faq.models import Entry, Faq, Note, Referral, Review, Source
from faq.outcome import Found, Match, NotFound, Referred, Unsure, Urgent
from tests.faq.content_folder import ContentFolder


@pytest.fixture(scope="module")
def faq(tmp_path_factory: pytest.TempPathFactory) -> Faq:
    return load(ContentFolder.small(tmp_path_factory.mktemp("content")).path)


def ranked(faq: Faq) -> tuple[Match, ...]:
    return tuple(Match(entry, 0.5) for entry in faq.entries)


def entry(faq: Faq, name: str) -> Entry:
    return faq.by_id[name]


ARTICLE = Link("Iron and legs", "https://example.org/article")
PRESS = Link("The Press", "https://example.org/article")
CLINIC = Link("The Clinic on legs", "https://example.org/clinic")
THE_CLINIC = Link("The Clinic", "https://example.org/clinic")
CRISIS_LINE = Link("The Crisis Line", "https://example.org/crisis")
DISCLAIMER = "Not medical advice."

FOUND = """What is ferritin?

Ferritin is a protein.

It stores iron.

Ask which value is meant.

From one article (The Press, updated December 2023).

Not medical advice."""


def test_an_answer_has_its_question_the_rest_folded_what_it_rests_on_and_whether_it_was_reviewed(faq: Faq) -> None:
    shown = card(Found(entry(faq, "what-is-ferritin"), 0.9, ranked(faq)), faq)
    assert shown == Card(
        heading="What is ferritin?",
        paragraphs=("Ferritin is a protein.", "It stores iron."),
        folded=("Ask which value is meant.",),
        basis=("From one article (", PRESS, ", updated December 2023)."),
        sources=(ARTICLE,),
        disclaimer=DISCLAIMER,
        choices=(Choice("ferritin-threshold", "Which ferritin level is too low?", "Which ferritin level is too low?"),),
    )
    assert plain(shown) == FOUND


NOTED = """Which ferritin level is too low?

The article names 50.

Newer guidance: Today's guidance says 75.

From one article (The Press, updated December 2023). Newer guidance: The Clinic.

Not medical advice."""


def test_a_note_is_folded_and_has_its_own_source(faq: Faq) -> None:
    shown = entry_card(entry(faq, "ferritin-threshold"), faq)
    assert shown == Card(
        heading="Which ferritin level is too low?",
        paragraphs=("The article names 50.",),
        folded=("Newer guidance: Today's guidance says 75.",),
        basis=("From one article (", PRESS, ", updated December 2023).", " Newer guidance: ", THE_CLINIC, "."),
        sources=(ARTICLE, CLINIC),
        disclaimer=DISCLAIMER,
    )
    assert plain(shown) == NOTED


def test_only_a_named_reviewer_is_said_to_have_reviewed_an_answer(faq: Faq) -> None:
    reviewed = replace(entry(faq, "pregnancy"), reviewed=Review(date(2026, 11, 25), "midwife", "M. Wife"))
    assert entry_card(reviewed, faq).disclaimer == "Not medical advice. Reviewed by M. Wife, midwife."


REFERRED = """What about pregnancy?

The article does not cover pregnancy.

Not from the article: from The Clinic.

Not medical advice."""


def test_a_referral_says_that_it_is_not_from_the_article(faq: Faq) -> None:
    shown = card(Referred(entry(faq, "pregnancy"), 0.9, ranked(faq)), faq)
    assert shown == Card(
        heading="What about pregnancy?",
        paragraphs=("The article does not cover pregnancy.",),
        basis=("Not from the article: from ", THE_CLINIC, "."),
        sources=(CLINIC,),
        disclaimer=DISCLAIMER,
    )
    assert plain(shown) == REFERRED


UNSURE = """Did you mean one of these?

1. What is ferritin?
2. Which ferritin level is too low?

If none of them is your question, try it in other words.

Not medical advice."""


def test_suggestions_are_numbered_and_offered_as_choices(faq: Faq) -> None:
    suggested = (entry(faq, "what-is-ferritin"), entry(faq, "ferritin-threshold"))
    shown = card(Unsure(suggested, 0.3, ranked(faq)), faq)
    assert shown == Card(
        heading="Did you mean one of these?",
        paragraphs=(
            "1. What is ferritin?\n2. Which ferritin level is too low?",
            "If none of them is your question, try it in other words.",
        ),
        disclaimer="Not medical advice.",
        choices=(
            Choice("what-is-ferritin", "What is ferritin?", "Ferritin"),
            Choice("ferritin-threshold", "Which ferritin level is too low?", "Which ferritin level is too low?"),
        ),
        choices_listed=True,
    )
    assert plain(shown) == UNSURE


NOT_FOUND = """I don't have an answer to that.

Try it in other words, or look through the topics.

Not medical advice."""


def test_without_a_match_the_card_says_so_and_names_no_entry(faq: Faq) -> None:
    shown = card(NotFound(0.01, ranked(faq)), faq)
    assert shown.sources == ()
    assert shown.choices == ()
    assert plain(shown) == NOT_FOUND


URGENT = """Call the emergency number now.

This can be an emergency.

US: 911
UK: 999. Elsewhere: your local emergency number

Don't drive yourself.

I'm an information bot and can't judge this."""


def test_an_emergency_gets_instructions_with_the_numbers_after_the_first_and_folded_sources(faq: Faq) -> None:
    shown = card(Urgent(faq.urgent_replies[0], ranked(faq)), faq)
    assert shown.sources == (CRISIS_LINE,)
    assert not shown.sources_listed
    assert plain(shown) == URGENT


URGENT_FOR_THEM = """Call the emergency number for them now.

This can be an emergency.

UK, emergency: 999

I'm an information bot and can't judge this."""


def test_an_emergency_of_another_person_in_a_known_country_has_its_own_text_and_number(faq: Faq) -> None:
    urgent = Urgent(faq.urgent_replies[0], ranked(faq), them=True)
    assert plain(card(urgent, faq, faq.helplines.by_code("GB"))) == URGENT_FOR_THEM


SUPPORTED = """I don't have an answer to that.

Try it in other words, or look through the topics.

That sounds hard.
UK, someone to talk to: 116 123

Not medical advice."""


def test_under_distress_the_card_ends_with_a_warm_sentence_and_someone_to_talk_to(faq: Faq) -> None:
    uk = faq.helplines.by_code("GB")
    assert plain(card(NotFound(0.01, ranked(faq), support=True), faq, uk)) == SUPPORTED
    suggested = (entry(faq, "what-is-ferritin"), entry(faq, "ferritin-threshold"))
    for outcome in (
        Found(entry(faq, "warm-bath"), 0.9, ranked(faq), support=True),
        Referred(entry(faq, "pregnancy"), 0.9, ranked(faq), support=True),
        Unsure(suggested, 0.3, ranked(faq), support=True),
    ):
        calm = card(replace(outcome, support=False), faq, uk)
        supported = card(outcome, faq, uk)
        assert supported.paragraphs == (*calm.paragraphs, "That sounds hard.\nUK, someone to talk to: 116 123")


def test_without_support_in_the_content_a_card_has_no_such_sentence(faq: Faq) -> None:
    bare = replace(faq, support=None)
    assert card(NotFound(0.01, (), support=True), bare) == card(NotFound(0.01, ()), bare)


def test_a_repeated_source_is_listed_once(faq: Faq) -> None:
    clinic = Source("clinic", "The Clinic on legs", "https://example.org/clinic")
    twice = replace(entry(faq, "pregnancy"), basis=Referral((clinic,)), note=Note("More.", (clinic,)))
    assert entry_card(twice, faq).sources == (CLINIC,)


def test_every_line_of_an_answer_is_a_paragraph_unless_blank(faq: Faq) -> None:
    spaced = replace(entry(faq, "warm-bath"), answer="\n  One. \n\n\n Two.\n \n")
    assert entry_card(spaced, faq).paragraphs == ("One.", "Two.")


def test_an_empty_part_of_a_card_leaves_no_blank_line() -> None:
    assert plain(Card("Heading", ())) == "Heading"
    assert (
        plain(Card("Heading", (), sources=(CLINIC,), sources_listed=True))
        == "Heading\n\nSources:\n• The Clinic on legs"
    )
    assert plain(Card("Heading", (), disclaimer="No advice.")) == "Heading\n\nNo advice."


LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(LINE, st.lists(LINE, max_size=3), st.lists(LINE, max_size=3), LINE)
def test_the_plain_text_is_exactly_the_parts_in_order(
    heading: str, paragraphs: list[str], titles: list[str], disclaimer: str
) -> None:
    links = tuple(Link(title, "https://example.org") for title in titles)
    sources = ["Sources:" + "".join(f"\n• {title}" for title in titles)] if titles else []
    shown = plain(Card(heading, tuple(paragraphs), sources=links, disclaimer=disclaimer, sources_listed=True))
    assert shown.split("\n\n") == [heading, *paragraphs, *sources, disclaimer]


def test_every_packaged_entry_has_a_source_and_the_disclaimer(packaged: Faq) -> None:
    for shown in (entry_card(entry, packaged) for entry in packaged.entries):
        assert shown.sources, shown.heading
        assert shown.disclaimer.startswith(packaged.disclaimer), shown.heading
