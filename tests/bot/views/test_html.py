"""Any text survives the markup, and the user reads the card's words and no others."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import visible_text
from bot.views import html
from faq.card import Card, Link, plain

ROOT = Path(__file__).parents[3]
TEXTS = st.text(max_size=40)
LINKS = st.builds(Link, TEXTS, st.text(min_size=1, max_size=30).map(lambda path: f"https://example.org/{path}"))
CARDS = st.builds(Card, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), st.lists(LINKS, max_size=3).map(tuple), TEXTS)


@given(CARDS)
def test_the_user_reads_the_card_word_for_word(card: Card) -> None:
    assert visible_text(html.html(card)) == plain(card)


@given(TEXTS)
def test_any_text_survives_as_a_heading_a_title_and_an_address(text: str) -> None:
    card = Card(text, (text,), (Link(text, f'https://x/?{text}"<>&'),), text)
    assert visible_text(html.html(card)) == plain(card)


def test_markup_emphasises_links_and_escapes() -> None:
    card = Card("A < B", ("C & D",), (Link("E > F", 'https://x/?a="1"&b=2'),), "G")
    assert html.html(card) == (
        "<b>A &lt; B</b>\n\nC &amp; D\n\nSources:\n"
        '• <a href="https://x/?a=&quot;1&quot;&amp;b=2">E &gt; F</a>\n\n<i>G</i>'
    )


@given(CARDS)
def test_the_compact_form_has_the_same_words(card: Card) -> None:
    text = visible_text(html.compact(card))
    words = (card.heading, *card.paragraphs, *(link.title for link in card.sources), card.disclaimer)
    assert all(word in text for word in words)


def test_the_compact_form_folds_long_text_and_puts_sources_on_one_line() -> None:
    links = (Link("E > F", 'https://x/?a="1"&b=2'), Link("Clinic", "https://y/"))
    card = Card("A < B", ("C & D", "more", "and <more>"), links, "G")
    assert html.compact(card) == (
        "<b>A &lt; B</b>\nC &amp; D\n<blockquote expandable>more\nand &lt;more&gt;</blockquote>\n"
        'Sources: <a href="https://x/?a=&quot;1&quot;&amp;b=2">E &gt; F</a>; <a href="https://y/">Clinic</a>\n<i>G</i>'
    )


def test_the_compact_form_folds_nothing_short() -> None:
    assert html.compact(Card("A", ("B",), (Link("C", "https://x/"),))) == (
        '<b>A</b>\nB\nSource: <a href="https://x/">C</a>'
    )


def test_no_other_file_writes_html_or_escapes() -> None:
    others = [file for file in (ROOT / "bot").rglob("*.py") if file.name != "html.py" and "simulator" not in file.parts]
    assert len(others) > 15
    assert not [file for file in others if "</" in (text := file.read_text()) or "escape(" in text]
