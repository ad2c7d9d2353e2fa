"""A date after today is a fault; a review that is too old is one too, and advice before."""

from __future__ import annotations

from datetime import date

import pytest

from faq.loading import FaqError, load
from faq.loading.dates import date_advice, months
from faq.loading.folder import read_folder
from tests.faq.content_folder import ContentFolder

TODAY = date(2026, 11, 28)
MONTHS = [
    ("2026-11-01", "2026-11-30", 0),
    ("2026-11-01", "2026-12-01", 1),
    ("2026-11-30", "2026-12-29", 0),
    ("2026-12-31", "2027-12-31", 12),
    ("2026-12-31", "2027-12-30", 11),
    ("2026-11-28", "2026-11-27", -1),
]


@pytest.mark.parametrize(("earlier", "later", "whole"), MONTHS)
def test_months_are_counted_when_they_are_whole(earlier: str, later: str, whole: int) -> None:
    assert months(date.fromisoformat(earlier), date.fromisoformat(later)) == whole


def refused(folder: ContentFolder, today: date) -> list[str]:
    with pytest.raises(FaqError) as raised:
        load(folder.path, today)
    return str(raised.value).splitlines()


def advised(folder: ContentFolder, today: date) -> list[str]:
    return [str(each) for each in date_advice(read_folder(folder.path).places, today)]


def test_content_that_was_looked_at_lately_has_no_fault_and_no_advice(folder: ContentFolder) -> None:
    assert load(folder.path, TODAY).entries
    assert advised(folder, TODAY) == []


FUTURE = [
    ("faq.yaml", "updated: 2023-12-13", "updated: 2026-11-29", "7:12: `updated` is 2026-11-29"),
    ("sources.yaml", "checked: 2026-11-20", "checked: 2027-01-01", "7:14: `checked` is 2027-01-01"),
    ("sources.yaml", 'dated: "2025-03"', 'dated: "2026-12"', "6:12: `dated` is 2026-12"),
    ("sources.yaml", 'dated: "2025-03"', 'dated: "2027"', "6:12: `dated` is 2027"),
    ("helplines.yaml", "reviewed: 2026-11-01", "reviewed: 2028-11-01", "14:15: `reviewed` is 2028-11-01"),
    ("ferritin.yaml", "reviewed: {on: 2026-11-02}", "reviewed: {on: 2026-12-02}", "25:20: `on` is 2026-12-02"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), FUTURE, ids=[fault for *_, fault in FUTURE])
def test_a_date_after_today_is_a_fault(folder: ContentFolder, file: str, old: str, new: str, fault: str) -> None:
    folder.replace(file, old, new)
    assert refused(folder, TODAY) == [f"{file}:{fault}, after today (2026-11-28); correct the date"]


def test_a_page_of_this_year_or_month_is_not_after_today(folder: ContentFolder) -> None:
    assert load(folder.replace("sources.yaml", 'dated: "2025-03"', 'dated: "2026"').path, TODAY)
    assert load(folder.replace("sources.yaml", 'dated: "2026"', 'dated: "2026-11"').path, TODAY)


def test_numbers_are_advice_from_six_months_and_a_fault_from_twelve(folder: ContentFolder) -> None:
    again = "look them up again, and write today's date"
    reviewed = "helplines.yaml:14:15: the numbers of GB were reviewed"
    assert advised(folder, date(2027, 4, 30)) == []
    assert advised(folder, date(2027, 5, 1)) == [f"{reviewed} 6 months ago; from 12 it is a fault; {again}"]
    assert load(folder.path, date(2027, 10, 31)).helplines.countries
    assert refused(folder, date(2027, 11, 1)) == [f"{reviewed} 12 months ago; 12 are the most; {again}"]


def test_sources_and_entries_are_advice_from_twelve_months_and_a_fault_from_24(folder: ContentFolder) -> None:
    folder.remove("helplines.yaml").replace("sources.yaml", "checked: 2026-11-20", "checked: 2026-01-02")
    page = "sources.yaml:7:14: the source `clinic` was checked"
    again = "read it again, and write today's date"
    assert advised(folder, date(2027, 1, 1)) == []
    assert advised(folder, date(2027, 1, 2)) == [f"{page} 12 months ago; from 24 it is a fault; {again}"]
    assert refused(folder, date(2028, 1, 2)) == [f"{page} 24 months ago; 24 are the most; {again}"]
    entry = "ferritin.yaml:25:20: the entry `ferritin-threshold` was reviewed 12 months ago"
    assert advised(folder, date(2027, 11, 2))[1].startswith(entry)


def test_without_a_day_no_date_is_judged(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "reviewed: 2026-11-01", "reviewed: 1999-01-01")
    assert load(folder.replace("faq.yaml", "updated: 2023-12-13", "updated: 2199-12-13").path)


def test_an_invalid_date_is_reported_as_such_alone(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "reviewed: {on: 2026-11-02}", "reviewed: {on: soon}")
    [fault] = refused(folder, TODAY)
    assert "`on` is the text 'soon', but a date" in fault
