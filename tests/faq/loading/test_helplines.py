"""Helplines: a language tells one country, and numbers that were not reviewed for half a year are refused."""

from __future__ import annotations

from datetime import date

import pytest

from faq.loading import FaqError, load
from tests.faq.content_folder import ContentFolder, faults

OLD = "the numbers of GB were reviewed 184 days ago, more than 183; look them up again, and write today's date"


def test_numbers_reviewed_half_a_year_ago_are_still_good(folder: ContentFolder) -> None:
    assert load(folder.path, today=date(2027, 5, 3)).helplines.countries


def test_numbers_older_than_half_a_year_are_a_fault(folder: ContentFolder) -> None:
    with pytest.raises(FaqError) as raised:
        load(folder.path, today=date(2027, 5, 4))
    assert str(raised.value) == f"helplines.yaml:14:15: {OLD}"


def test_without_a_day_the_age_of_the_numbers_is_not_judged(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "reviewed: 2026-11-01", "reviewed: 1999-01-01")
    assert load(folder.path).helplines.countries


def test_a_language_that_tells_two_countries_is_a_fault(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "    name: UK\n", "    name: UK\n    languages: [EN-us]\n")
    problem = "the language `EN-us` already tells another country (helplines.yaml, line 4)"
    assert faults(folder) == [f"helplines.yaml:11:17: {problem}; remove one of them"]


def test_a_country_is_named_by_a_code_of_two_capitals(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "  GB:\n", "  uk:\n")
    [fault] = faults(folder)
    assert fault.startswith("helplines.yaml:9:3: `uk` ")


def test_an_empty_helplines_file_is_a_fault(folder: ContentFolder) -> None:
    assert faults(folder.write("helplines.yaml", "")) != []
