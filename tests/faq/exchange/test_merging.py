"""Imported sources take the ids of a folder's pages, and contradictions are found."""

from __future__ import annotations

from faq.exchange.entries import Draft, Drafts, Fields
from faq.exchange.merging import as_mapping, fitted, merge_faults

CLINIC: Fields = {"title": "Clinic", "url": "https://example.org/c"}


def drafts(sources: dict[str, Fields], entry: Fields) -> Drafts:
    return Drafts((Draft("a.csv:2", "Topic", entry),), sources)


def test_a_page_takes_the_id_that_the_folder_has_for_its_address_in_notes_too() -> None:
    imported = drafts(
        {"page": {"title": "Page", "url": CLINIC["url"]}}, {"note": {"text": "x", "sources": ["page", 5]}}
    )
    result = fitted(imported, {"clinic": CLINIC})
    assert result.sources == {}
    assert result.entries[0].fields == {"note": {"text": "x", "sources": ["clinic", 5]}}


def test_a_page_of_an_id_that_the_folder_has_for_another_gets_another_id() -> None:
    page: Fields = {"title": "Clinic", "url": "https://example.org/other"}
    result = fitted(drafts({"clinic": page}, {"refer": ["clinic"]}), {"clinic": CLINIC})
    assert result.sources == {"clinic-2": page}
    assert result.entries[0].fields == {"refer": ["clinic-2"]}


def test_fields_of_another_kind_are_left_to_validation() -> None:
    entry: Fields = {"refer": "clinic", "note": 5}
    assert fitted(drafts({}, entry), {"clinic": CLINIC}).entries[0].fields == entry
    assert as_mapping(None) == {}


def test_space_around_a_text_is_no_difference() -> None:
    known: Fields = {**CLINIC, "figures": [{"value": "75\n", "of": "x"}], "checked": None}
    same: Fields = {**CLINIC, "figures": [{"value": "75", "of": "x "}], "checked": None}
    assert list(merge_faults(drafts({"clinic": same}, {}), {"clinic": known}, {}, None)) == []
    assert len(list(merge_faults(drafts({"clinic": CLINIC}, {}), {"clinic": known}, {}, None))) == 1
