"""Fields are those of the content files: they validate against their shapes, and nothing empty is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq.exchange.entries import (
    all_sources,
    all_tests,
    article_fields,
    as_date,
    entry_fields,
    lab_test_fields,
    present,
    source_fields,
)
from faq.lab_values import LabRange
from faq.loading.schema import ArticleShape, EntryShape, LabTestShape, SourceShape
from faq.loading.yaml_document import Value
from faq.models import Entry, Faq, Pages


def test_the_fields_of_the_packaged_content_are_valid(packaged: Faq) -> None:
    for entry in packaged.entries:
        EntryShape.model_validate(entry_fields(entry))
    for source in all_sources(packaged).values():
        SourceShape.model_validate(source_fields(source))
    ArticleShape.model_validate(article_fields(packaged.article))
    for test in all_tests(packaged).values():
        LabTestShape.model_validate(lab_test_fields(test))


def test_the_tests_are_those_that_entries_name(packaged: Faq) -> None:
    assert all_tests(packaged).keys() == {entry.values.test for entry in packaged.entries if entry.values}
    assert all_tests(replace(packaged, entries=())) == {}


def test_an_entry_of_a_question_and_an_answer_has_no_other_field() -> None:
    entry = Entry("id", "Topic", "Q?", (), "A.", Pages())
    assert entry_fields(entry) == {"id": "id", "question": "Q?", "answer": "A."}


def test_values_have_the_bounds_that_the_entry_has(packaged: Faq) -> None:
    for values, fields in [
        (LabRange("iron"), {"test": "iron"}),
        (LabRange("iron", 12.5), {"test": "iron", "start": 12.5}),
        (LabRange("iron", below=75), {"test": "iron", "below": 75}),
    ]:
        assert entry_fields(replace(packaged.entries[0], values=values))["values"] == fields


def test_without_an_article_there_are_no_fields() -> None:
    assert article_fields(None) is None


def test_what_is_empty_is_left_out() -> None:
    assert present(a="", b=None, c=[], d={}, e=0, f=False, g="x") == {"e": 0, "f": False, "g": "x"}


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "20261122", "", None, 5, ["2026-11-22"]])
def test_what_is_no_date_stays_as_it_is(value: Value) -> None:
    assert as_date(value) == value


def test_a_date_is_read() -> None:
    assert as_date("2026-11-22") == date(2026, 11, 22)
