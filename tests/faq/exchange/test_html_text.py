"""HTML becomes text; text that only looks a little like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.exchange.html_text import escaped, is_html, plain_text

MARKUP = st.lists(st.sampled_from(["<p>", "</p>", "<b>", "<", ">", "&amp;", "&", "a b", "\n", "<!--", "<script>"])).map(
    "".join
)

CASES = [
    ("<p>One.</p><p>Two &amp; <b>three</b>.</p>", "One.\nTwo & three."),
    ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
    ("<ul><li>milk</li><li> eggs\n and flour </li></ul>", "• milk\n• eggs and flour"),
    ('See <a href="https://example.org/x">the page</a>.', "See the page (https://example.org/x)."),
    ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
    ('<a href="javascript:alert(1)">here</a>', "here"),
    ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
    ("<script>alert(1)", ""),
    ('<img src=x onerror="alert(1)">x', "x"),
    ("a<!-- not told --><b>b</b><!-- nor this -->c", "abc"),
    ("<b>b</b><!-- without an end <i>c</i>", "b"),
    ("<b>a<5</b> and <a href='", "a<5 and <a href='"),
    ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
]


@pytest.mark.parametrize(("html", "text"), CASES)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize("text", ["ferritin<50 and >10", "a < b > c", "R&D; Q&A", "1 <2> 3", "line\n\n  line", "<3"])
def test_what_is_no_html_stays_as_it_is(text: str) -> None:
    assert not is_html(text)
    assert plain_text(text) == text


@given(MARKUP | st.text())
def test_an_escaped_text_is_read_back_as_it_was(text: str) -> None:
    assert plain_text(escaped(text)) == text


@given(MARKUP)
def test_markup_of_any_kind_becomes_text_without_script(html: str) -> None:
    assert "\n\n" not in plain_text(f"<p>{html}</p>")
