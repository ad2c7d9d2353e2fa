"""A place is a value with its location; a missing key gives an empty place."""

from __future__ import annotations

import re

from faq.loading.place import Place, duplicate_ids
from faq.loading.yaml_document import Document

DOCUMENT = Document(
    "a.yaml",
    {"rules": [{"id": "one"}, {"id": " two "}, {"id": "one"}], "mixed": [{"id": "a"}, {"id": 3}], "texts": ["x", "y"]},
    places={(): (1, 1), ("rules", 0, "id"): (2, 9), ("rules", 2, "id"): (4, 9)},
)
ROOT = Place(DOCUMENT, DOCUMENT.value)


def test_a_step_into_a_missing_key_gives_an_empty_place() -> None:
    place = ROOT.at("nowhere").at("deeper")
    assert (place.value, place.text, list(place.each()), list(place.named())) == (None, "", [], [])


def test_of_a_list_the_texts_with_a_sign_are_at_their_own_places() -> None:
    document = Document("b.yaml", {"phrases": ["plain", "{group}", 3, "one + other"]})
    signed = Place(document, document.value).at("phrases").each_with(re.compile(r"[{+]"))
    assert [(place.text, place.location) for place in signed] == [
        ("{group}", ("phrases", 1)),
        ("one + other", ("phrases", 3)),
    ]


def test_names_are_stripped_and_none_is_returned_if_one_is_invalid() -> None:
    assert ROOT.at("rules").names("id") == {"one", "two"}
    assert ROOT.at("mixed").names("id") == frozenset()


def test_texts_are_empty_for_a_missing_key_and_none_for_an_invalid_list() -> None:
    assert ROOT.texts("texts") == ("x", "y")
    assert ROOT.texts("nowhere") == ()
    assert ROOT.texts("mixed") is None
    assert ROOT.at("texts").texts("nowhere") is None


def test_a_repeated_id_is_a_fault_at_its_second_place() -> None:
    [fault] = duplicate_ids(ROOT.at("rules").each())
    assert str(fault) == "a.yaml:4:9: the id `one` is already used in a.yaml, line 2; choose another id"


def test_a_fault_without_a_position_is_at_the_nearest_value_around_it() -> None:
    fault = ROOT.at("rules").fault("is wrong", "correct it")
    assert (fault.line, fault.column) == (1, 1)
