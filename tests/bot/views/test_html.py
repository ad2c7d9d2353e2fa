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
CARDS = st.builds(
    Card,
    heading=TEXTS,
    paragraphs=st.lists(TEXTS, max_size=3).map(tuple),
    folded=st.lists(TEXTS, max_size=2).map(tuple),
    basis=st.lists(TEXTS | LINKS, max_size=3).map(tuple),
    sources=st.lists(LINKS, max_size=3).map(tuple),
    disclaimer=TEXTS,
    sources_listed=st.booleans(),
)


@given(CARDS)
def test_the_user_reads_the_card_word_for_word(card: Card) -> None:
    assert visible_text(html.html(card)) == plain(card)


@given(TEXTS)
def test_any_text_survives_as_a_heading_a_title_and_an_address(text: str) -> None:
    link = Link(text, f'https://x/?{text}"<>&')
    card = Card(text, (text,), (text,), (text, link), (link,), text, sources_listed=True)
    assert visible_text(html.html(card)) == plain(card)


def test_markup_emphasises_links_folds_and_escapes() -> None:
    link = Link("E > F", 'https://x/?a="1"&b=2')
    card = Card("A < B", ("C & D",), ("more", "and <more>"), ("From ", link, "."), (link,), "G", sources_listed=True)
    shown = '<a href="https://x/?a=&quot;1&quot;&amp;b=2">E &gt; F</a>'
    assert html.html(card) == (
        "<b>A &lt; B</b>\n\nC &amp; D\n\n<blockquote expandable>more\n\nand &lt;more&gt;</blockquote>\n\n"
        f"From {shown}.\n\nSources:\n• {shown}\n\n<i>G</i>"
    )


def test_texts_that_differ_in_their_escapes_only_are_the_same() -> None:
    assert html.is_same("<b>Bo&#x27;s</b>", "<b>Bo's</b>")
    assert not html.is_same("<b>Bo</b>", "<b>Ann</b>")


def test_no_other_file_writes_telegrams_html_or_escapes() -> None:
    """The simulator reads it, and the desk writes that of browsers, which its templates escape."""
    apart = {"simulator", "desk"}
    others = [file for file in (ROOT / "bot").rglob("*.py") if file.name != "html.py" and not apart & {*file.parts}]
    assert len(others) > 15
    assert not [file for file in others if "</" in (text := file.read_text()) or "escape(" in text]
