"""The line under an answer, and the card behind its "Sources" button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from faq import provenance
from faq.card import line_text, plain
from faq.loading import load
from faq.models import Faq, Referral, Review, Source
from tests.faq.content_folder import ContentFolder


@pytest.fixture(scope="module")
def faq(tmp_path_factory: pytest.TempPathFactory) -> Faq:
    return load(ContentFolder.small(tmp_path_factory.mktemp("content")).path)


CITED = """What this answer rests on

“What is ferritin?”

The article “Iron and legs”, section “Basics”, its reference 3. It calls ferritin a protein that stores iron.

By Ann Author, edited by Ed Editor; The Press, updated on 13 December 2023.
https://example.org/article

Checked against its sources on 22 November 2026."""


def test_the_card_of_a_citation_tells_where_in_the_article_and_what_it_says_there(faq: Faq) -> None:
    assert plain(provenance.card(faq.by_id["what-is-ferritin"], faq)) == CITED


REFERRED = """What this answer rests on

“What about pregnancy?”

Checked against its sources on 22 November 2026.

Sources:
• The Clinic on legs (of 2025-03, read on 20 November 2026)"""


def test_the_card_of_a_referral_lists_its_pages_with_their_dates(faq: Faq) -> None:
    assert plain(provenance.card(faq.by_id["pregnancy"], faq)) == REFERRED


def test_where_the_words_say_so_an_answer_that_nobody_reviewed_is_told_as_such(faq: Faq) -> None:
    said = replace(faq, words=replace(faq.words, unreviewed="Not reviewed by a clinician."))
    assert "2026. Not reviewed by a clinician." in plain(provenance.card(faq.by_id["pregnancy"], said))


def test_the_day_of_a_date_has_no_leading_zero(faq: Faq) -> None:
    assert "on 2 November 2026." in plain(provenance.card(faq.by_id["ferritin-threshold"], faq))


def test_a_named_reviewer_is_told_with_the_profession(faq: Faq) -> None:
    reviewed = replace(faq.by_id["pregnancy"], reviewed=Review(date(2026, 11, 25), "nurse", "N. N."))
    assert "Checked against its sources on 25 November 2026. Reviewed by N. N., nurse." in plain(
        provenance.card(reviewed, faq)
    )


def test_a_page_without_publisher_and_dates_is_named_by_its_title(faq: Faq) -> None:
    bare = Source("page", "A page", "https://example.org/page")
    referred = replace(faq.by_id["pregnancy"], basis=Referral((bare, replace(bare, id="other", title="Another"))))
    assert line_text(provenance.line(referred, faq.article)) == "Not from the article: from A page, Another."
    assert "• A page\n• Another" in plain(provenance.card(referred, faq))


@pytest.mark.parametrize(
    ("more", "told"),
    [({}, False), ({"dated": "2025"}, True), ({"checked": date(2026, 11, 20)}, True), ({"publisher": "Clinic"}, True)],
)
def test_a_card_that_only_repeats_the_line_is_not_offered(faq: Faq, more: dict[str, Any], told: bool) -> None:
    page = replace(Source("page", "A page", "https://example.org/page"), **more)
    referred = replace(faq.by_id["pregnancy"], basis=Referral((page,)))
    assert provenance.is_told(replace(referred, reviewed=None, note=None)) is told
    assert provenance.is_told(referred), "the day of its review is told on the card alone"
