"""Cards as blocks of text."""

from __future__ import annotations

from dataclasses import replace

from faq.card import Card, Choice, Link
from faq.models import SmallTalk
from faq.outcome import Foreign, Smalltalk, Unsure
from faq.terminal.rendering import answer_card, blocks
from tests.faq.languages import language
from tests.faq.sample_faq import LEGS

PAGE = Link("A page", "https://example.org/page")
OTHER = Link("Another page", "https://example.org/other")


def plain(card: Card, *, linked: bool = False, choices: bool = True) -> list[str]:
    return [block.plain for block in blocks(card, linked=linked, choices=choices)]


def test_the_address_of_a_page_stands_once_under_the_line_that_names_it() -> None:
    card = Card("", ("Text.",), basis=("From ", Link("Press", PAGE.url), "."), sources=(PAGE,))
    assert plain(card) == ["Text.", f"From Press.\n  {PAGE.url}"]


def test_where_links_open_no_address_is_written_out() -> None:
    card = Card("", ("Text.",), basis=("From ", Link("Press", PAGE.url), "."), sources=(PAGE,))
    assert plain(card, linked=True) == ["Text.", "From Press."]
    [_, basis] = blocks(card, linked=True)
    assert f"link {PAGE.url}" in [str(span.style) for span in basis.spans]


def test_sources_that_no_line_names_are_listed() -> None:
    card = Card("", ("Text.",), sources=(PAGE, OTHER))
    assert plain(card)[-1] == (f"Where to read it:\n• A page\n  {PAGE.url}\n• Another page\n  {OTHER.url}")


def test_choices_are_numbered_and_those_that_were_asked_for_say_so() -> None:
    card = Card("", (), choices=(Choice("a", "What is a?", "A", asked=True), Choice("b", "What is b?", "B")))
    assert plain(card) == ["1. Also asked: What is a?\n2. What is b?"]


def test_an_answer_alone_lists_only_what_the_same_message_asked_for_too() -> None:
    card = Card("", (), choices=(Choice("a", "What is a?", "A", asked=True), Choice("b", "What is b?", "B")))
    assert plain(card, choices=False) == ["Also asked: What is a?"]


def test_the_questions_of_did_you_mean_are_listed_once() -> None:
    suggestions = LEGS.entries[:2]
    text = "\n".join(plain(answer_card(Unsure(suggestions, 0.4, ()), LEGS)))
    assert [text.count(entry.question) for entry in suggestions] == [1, 1]


def test_small_talk_without_words_is_answered_by_its_emoji() -> None:
    assert answer_card(Smalltalk(SmallTalk("ack", ("ok",), reaction="👍"), 1.0, ()), LEGS) == Card("", ("👍",))


def test_headings_are_bold_and_what_stands_beside_the_answer_is_dim() -> None:
    card = Card("Heading", ("Text.",), basis=("From a page.",), disclaimer="No advice.")
    heading, text, basis, disclaimer = blocks(card, linked=True)
    assert [str(block.style) for block in (heading, text, disclaimer)] == ["bold", "", "dim"]
    assert [str(span.style) for span in basis.spans] == ["dim"]


def test_the_likely_question_of_a_message_in_another_language_is_written_under_its_introduction() -> None:
    legs = replace(LEGS, languages=(language("es"),))
    text = "\n".join(plain(answer_card(Foreign("es", 0.3, (), LEGS.by_id["massage"]), legs), choices=False))
    assert "Likely?\nDoes leg massage help?" in text
    unlikely = answer_card(Foreign("es", 0.0, ()), legs)
    assert "Likely?" not in "\n".join(plain(unlikely))
