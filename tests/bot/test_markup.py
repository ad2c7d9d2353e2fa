"""Markup: whatever the text, it survives, and a person sees the card's words and no others."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot import markup, press
from faq.card import Card, Link, plain
from tests.bot.judge import visible

ROOT = Path(__file__).parents[2]
TEXTS = st.text(max_size=40)
LINKS = st.builds(Link, TEXTS, st.text(min_size=1, max_size=30).map(lambda path: f"https://example.org/{path}"))
CARDS = st.builds(Card, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), st.lists(LINKS, max_size=3).map(tuple), TEXTS)
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
PAGES = st.integers(0, 9999)
PRESSES = st.one_of(
    st.builds(press.Show, SLUGS), st.builds(press.Replace, SLUGS), st.builds(press.NoneOfThese),
    st.builds(press.AllTopics), st.builds(press.Topics, PAGES), st.builds(press.Topic, PAGES, PAGES),
)  # fmt: skip


@given(CARDS)
def test_a_person_sees_the_card_word_for_word(card: Card) -> None:
    assert visible(markup.html(card)) == plain(card)


@given(TEXTS)
def test_any_text_survives_as_a_heading_a_title_and_an_address(text: str) -> None:
    card = Card(text, (text,), (Link(text, f'https://x/?{text}"<>&'),), text)
    assert visible(markup.html(card)) == plain(card)


def test_markup_emphasises_links_and_escapes() -> None:
    card = Card("A < B", ("C & D",), (Link("E > F", 'https://x/?a="1"&b=2'),), "G")
    assert markup.html(card) == (
        "<b>A &lt; B</b>\n\nC &amp; D\n\nSources:\n"
        '• <a href="https://x/?a=&quot;1&quot;&amp;b=2">E &gt; F</a>\n\n<i>G</i>'
    )


def test_no_other_file_writes_html_or_escapes() -> None:
    others = [file for file in (ROOT / "bot").rglob("*.py") if file.name != "markup.py"]
    assert len(others) > 15
    assert not [file for file in others if "</" in (text := file.read_text()) or "escape(" in text]


@given(PRESSES)
def test_a_button_says_what_was_meant_within_64_bytes(meant: press.Press) -> None:
    assert press.parse(press.data(meant)) == meant
    assert len(press.data(meant).encode()) <= press.LONGEST


@given(st.text())
def test_any_data_is_a_press_or_nothing(data: str) -> None:
    meant = press.parse(data)
    assert meant is None or press.data(meant)
