"""Inline results: ids and previews."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.inline import PREVIEW, preview, result, urgent_page
from faq.content_version import version
from faq.loading import load
from faq.outcome import Urgent


def test_the_ids_of_all_packaged_results_fit_into_64_bytes() -> None:
    packaged = load()
    results = [result(entry, packaged, version(packaged)) for entry in packaged.entries]
    results += [
        article
        for reply in packaged.urgent_replies
        for article in urgent_page(Urgent(reply, ()), packaged, version(packaged)).results
    ]
    assert max(len(article.id.encode()) for article in results) <= 64
    assert len({article.id for article in results}) == len(results)
    assert all(article.description and len(article.description) <= PREVIEW + 1 for article in results)


def test_a_preview_is_one_line_cut_between_words() -> None:
    assert preview(("One.", "Two\nthree.")) == "One. Two three."
    assert preview(("word " * 30,)) == f"{'word ' * 20}".rstrip() + "…"
    assert preview(("x" * 300,)) == "x" * 99 + "…"


@given(st.lists(st.text(max_size=200), max_size=3))
def test_a_preview_is_never_longer_than_a_line_or_two(paragraphs: list[str]) -> None:
    line = preview(tuple(paragraphs))
    assert len(line) <= PREVIEW + 1
    assert line.splitlines() in ([], [line])
