"""Messages as HTML: what is visible is the text, and every tag is ours."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.trial.formatting import to_html
from bot.simulator.formatting import parse_html, utf16_length

OURS = {"strong", "em", "u", "s", "code", "pre", "span", "blockquote", "a", "div", "details", "summary"}
KINDS = (
    "bold", "italic", "underline", "strikethrough", "code", "pre", "spoiler", "blockquote", "expandable_blockquote",
    "text_link", "url", "mention", "bot_command", "of the future",
)  # fmt: skip


URLS = ("https://example.org/?a=1&b='\"<", "javascript:alert(1)", "#x", "http://[", "")


class Reader(HTMLParser):
    """Reads HTML: the text in it, and the tags, which must be balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self._open = "", set[str](), list[str]()
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        self.tags.add(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Return a text with entities that are nested or apart, as Telegram's are."""
    text = draw(st.text(st.one_of(st.sampled_from("ab<>&\"'\n 🦵"), st.characters(exclude_categories=("Cs", "Cc")))))
    entities: list[dict[str, Any]] = []

    def split(start: int, end: int, depth: int) -> None:
        while start < end and depth < 4 and draw(st.booleans()):
            first = draw(st.integers(start, end - 1))
            last = draw(st.integers(first + 1, end))
            offset, length = utf16_length(text[:first]), utf16_length(text[first:last])
            url = draw(
                st.sampled_from(["https://example.org/?a=1&b='\"<", "javascript:alert(1)", "#x", "http://[", ""])
            )
            entities.append({"type": draw(st.sampled_from(KINDS)), "offset": offset, "length": length, "url": url})
            split(first, last, depth + 1)
            start = last

    split(0, len(text), 0)
    return text, entities


@given(messages())
def test_the_visible_text_is_that_of_the_message_in_balanced_tags_of_ours(
    message: tuple[str, list[dict[str, Any]]],
) -> None:
    text, entities = message
    reader = Reader(str(to_html(text, entities)))
    assert reader.text == text
    assert reader.tags <= OURS


def test_what_is_typed_is_shown_as_it_is() -> None:
    assert to_html("<b>bold</b> & 'more'") == "&lt;b&gt;bold&lt;/b&gt; &amp; &#39;more&#39;"


def test_offsets_count_utf_16_units() -> None:
    assert to_html("🦵 leg", [{"type": "bold", "offset": 3, "length": 3}]) == "🦵 <strong>leg</strong>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "//example.org", ""])
def test_a_link_to_anything_but_a_page_is_mere_text(url: str) -> None:
    assert to_html("tap", [{"type": "text_link", "offset": 0, "length": 3, "url": url}]) == "tap"


def test_a_link_opens_a_new_tab_and_tells_the_page_nothing() -> None:
    html = to_html("tap", [{"type": "text_link", "offset": 0, "length": 3, "url": 'https://example.org/?"'}])
    assert html == '<a href="https://example.org/?&#34;" target="_blank" rel="noopener noreferrer">tap</a>'


def test_a_link_may_lead_to_a_message_on_the_page() -> None:
    link = [{"type": "text_link", "offset": 0, "length": 3, "url": "https://t.me/c/1/2"}]
    assert to_html("tap", link, lambda _: "#group-2") == '<a href="#group-2">tap</a>'


def test_a_quote_ends_its_line_itself_so_that_no_blank_line_follows() -> None:
    text, entities = parse_html("before\n<blockquote>quoted</blockquote>\nafter")
    assert to_html(text, entities) == "before\n<blockquote>quoted\n</blockquote>after"


def test_only_a_long_quote_is_folded() -> None:
    short, long = ("a few words", "one\ntwo\nthree\nfour")
    folded = [to_html(*parse_html(f"<blockquote expandable>{text}</blockquote>")) for text in (short, long)]
    assert ["<details>" in html for html in folded] == [False, True]
