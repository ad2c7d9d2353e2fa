"""The page is valid HTML, accessible as far as its source shows, and nothing in the content gets out of its text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from tinyhtml5.parser import HTMLParser

from faq.exchange.html_page import STYLE, html_text
from faq.models import Citation, Entry, Faq, Note, Pages, Referral, Review, Source

HOSTILE = "</p></title><script>alert(1)</script>\"'&<!--"
BARE = Entry("bare", "Topic", "Is it open?", (), "Every day.", Pages())
# Of the accessibility guidelines of the W3C, level AA.
LEAST_CONTRAST = 4.5


def errors(page: str) -> list[str]:
    parser = HTMLParser()
    parser.parse(page)
    return [str(error) for error in parser.errors]


@pytest.fixture(scope="module")
def page(packaged: Faq) -> str:
    return html_text(packaged, "legwise_bot")


@pytest.fixture(scope="module")
def hostile(packaged: Faq) -> str:
    """The page of content whose every text is hostile."""
    source = Source("clinic", HOSTILE, "javascript:alert(1)", HOSTILE, HOSTILE)
    assert packaged.article
    article = replace(packaged.article, title=HOSTILE, publisher=HOSTILE, author=HOSTILE, url=f"https://x/{HOSTILE}")
    cited = replace(
        packaged.entries[0],
        topic=HOSTILE,
        question=HOSTILE,
        answer=f"{HOSTILE}\n{HOSTILE}",
        more=HOSTILE,
        basis=Citation(HOSTILE, 3, HOSTILE),
        note=Note(HOSTILE, (source,)),
        reviewed=Review(date(2026, 11, 22), HOSTILE, HOSTILE),
        related=("other",),
    )
    other = replace(cited, id="other", basis=Referral((source,)), note=None, related=())
    return html_text(replace(packaged, title=HOSTILE, article=article, disclaimer=HOSTILE, entries=(cited, other)))


def test_the_page_is_valid_html(page: str) -> None:
    assert errors(page) == []


def test_an_error_would_be_found() -> None:
    assert errors("<!DOCTYPE html><html><head><title>x</title></head><body><p></section></body></html>")


def test_the_page_of_hostile_content_is_valid_and_has_neither_script_nor_address_of_one(hostile: str) -> None:
    assert errors(hostile) == []
    assert "<script" not in hostile
    assert "javascript:" not in re.sub(r">[^<]*<", "><", hostile)
    assert not re.search(r"\son\w+=", hostile)
    assert hostile.count("<title>") == hostile.count("</title>") == 1


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.findall(r"<(?:script|link|img|iframe|object|embed|form|input)\b|@import|url\(", page)
    assert "default-src &#x27;none&#x27;" in page


def test_the_page_names_its_language_its_title_and_its_parts(page: str) -> None:
    assert '<html lang="en">' in page
    assert re.search(r"<title>[^<]+</title>", page)
    for part in ("header", "nav", "main"):
        assert len(re.findall(rf"<{part}[ >]", page)) == 1, part


def test_headings_go_down_by_one_level(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_anchor_is_there_once_and_every_link_on_the_page_leads_to_one(page: str, packaged: Faq) -> None:
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(set(anchors)) == len(anchors)
    assert {entry.id for entry in packaged.entries} <= set(anchors)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_every_entry_has_its_texts_its_sources_and_its_deep_link(page: str, packaged: Faq) -> None:
    for entry in packaged.entries:
        assert f'href="https://t.me/legwise_bot?start={entry.id}"' in page
        for source in entry.sources:
            assert f'href="{source.url.replace("&", "&amp;")}"' in page


def test_without_a_bot_nothing_links_to_telegram(packaged: Faq) -> None:
    assert "https://t.me/" not in html_text(packaged)


def test_the_texts_of_an_entry_are_on_the_page(packaged: Faq) -> None:
    entry = replace(packaged.entries[0], answer="An answer.\nIn two.", more="The rest.", related=())
    page = html_text(replace(packaged, entries=(entry,)))
    for paragraph in ("An answer.", "In two.", "The rest."):
        assert f"<p>{paragraph}</p>" in page
    assert "Related questions" not in page


def test_a_faq_without_an_article_makes_a_page_with_its_title(packaged: Faq) -> None:
    page = html_text(replace(packaged, title="Elm & Oak", article=None, entries=(BARE,)))
    assert errors(page) == []
    assert "<title>Elm &amp; Oak</title>" in page
    assert "<h1>Elm &amp; Oak</h1>" in page


def test_an_entry_that_rests_on_nothing_named_has_no_heading_for_it(packaged: Faq) -> None:
    bare, cited = (
        replace(BARE, basis=Pages(sources))
        for sources in ((), (Source("a", "A", "https://example.org", dated="2025"),))
    )
    pages = [html_text(replace(packaged, article=None, entries=(entry,))) for entry in (bare, cited)]
    assert [page.count("What this answer rests on") for page in pages] == [0, 1]


def test_a_faq_without_entries_makes_a_valid_page(packaged: Faq) -> None:
    assert errors(html_text(replace(packaged, entries=()))) == []


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_in_light_and_in_dark() -> None:
    schemes = [dict(re.findall(r"--(\w+): (#\w{6})", line)) for line in STYLE.splitlines() if "--back:" in line]
    assert len(schemes) == 2
    for scheme in schemes:
        back = _luminance(scheme["back"])
        for name in ("text", "link", "dim"):
            darker, lighter = sorted((back, _luminance(scheme[name])))
            assert (lighter + 0.05) / (darker + 0.05) >= LEAST_CONTRAST, (name, scheme)
