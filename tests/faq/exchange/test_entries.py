"""Fields are those of the content files: they validate against their shapes, and nothing empty is written."""

from __future__ import annotations

from datetime import date

import pytest

from faq.exchange.entries import all_sources, article_fields, as_date, entry_fields, present, source_fields
from faq.loading.schema import ArticleShape, EntryShape, SourceShape
from faq.loading.yaml_document import Value
from faq.models import Faq


def test_the_fields_of_the_packaged_content_are_valid(packaged: Faq) -> None:
    for entry in packaged.entries:
        EntryShape.model_validate(entry_fields(entry))
    for source in all_sources(packaged).values():
        SourceShape.model_validate(source_fields(source))
    ArticleShape.model_validate(article_fields(packaged.article))


def test_without_an_article_there_are_no_fields() -> None:
    assert article_fields(None) is None


def test_what_is_empty_is_left_out() -> None:
    assert present(a="", b=None, c=[], d={}, e=0, f=False, g="x") == {"e": 0, "f": False, "g": "x"}


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "20261122", "", None, 5, ["2026-11-22"]])
def test_what_is_no_date_stays_as_it_is(value: Value) -> None:
    assert as_date(value) == value


def test_a_date_is_read() -> None:
    assert as_date("2026-11-22") == date(2026, 11, 22)
