"""Sources are gathered once each, and contradictions are told."""

from __future__ import annotations

import pytest

from faq.exchange.entries import Fields
from faq.exchange.sources import Gathered, differing


@pytest.mark.parametrize(
    ("written", "title", "url"),
    [
        ("https://example.org/a", "example.org", "https://example.org/a"),
        ("The page: https://example.org/a", "The page", "https://example.org/a"),
        ("https://example.org/a (the page)", "the page", "https://example.org/a"),
        ("<https://example.org/a>", "example.org", "https://example.org/a"),
        ("[The page](https://example.org/a)", "The page", "https://example.org/a"),
        ("[](https://example.org/a)", "example.org", "https://example.org/a"),
    ],
)
def test_a_page_may_have_a_title(written: str, title: str, url: str) -> None:
    sources = Gathered("source")
    name = sources.add_page(written, "a.md:1")
    assert sources.values == {name: {"title": title, "url": url}}


@pytest.mark.parametrize("written", ["", "a title", "example.org", "ftp://example.org", "https://[::1", "javascript:x"])
def test_what_has_no_address_is_told(written: str) -> None:
    sources = Gathered("source")
    assert sources.add_page(written, "a.md:1") is None
    assert sources.faults == [f"a.md:1: the source {written!r} has no web address; write one that begins with https://"]


def test_one_address_is_one_page() -> None:
    sources = Gathered("source", {"known": {"title": "Known", "url": "https://example.org/k"}})
    pages = ["https://example.org/k", "A https://example.org/a", "B https://example.org/a", "A https://example.org/b"]
    assert [sources.add_page(page, "a.md:1") for page in pages] == ["known", "a", "a", "a-2"]


def test_what_all_places_name_alike_is_returned() -> None:
    named: list[tuple[str, Fields]] = [("a:1", {"x": 1}), ("a:2", {}), ("a:3", {"x": 1})]
    assert differing(named, "article") == ({"x": 1}, [])
    assert differing([("a:1", {})], "article") == (None, [])
