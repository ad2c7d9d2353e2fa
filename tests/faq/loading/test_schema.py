"""The shape of ids, addresses, lengths and numbers."""

from __future__ import annotations

import pytest

from faq.loading import load
from faq.loading.schema import FaqFile, SafetyFile, SourcesFile, TopicFile, known_keys
from tests.faq.content_folder import ContentFolder, faults

FIGURE_KEYS = ("value", "of", "among", "under", "at")
RULE_KEYS = ("id", "reply", "when", "unless", "within", "negatable", "present", "yes", "no")


def test_an_id_of_forty_characters_is_short_enough(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "id: warm-bath", f"id: {'a' * 40}")
    assert load(folder.path).entries[2].id == "a" * 40


IDS_AND_LENGTHS = [
    ("question: What is ferritin?", f"question: {'o' * 121}",
     "5:15: `question` is longer than 120 characters; shorten it"),
    ("id: warm-bath", "id: Warm_Bath",
     "26:9: `id` is not a valid id: 'Warm_Bath'; use at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", "id: warm--bath",
     "26:9: `id` is not a valid id: 'warm--bath'; use at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", "id: wärme",
     "26:9: `id` is not a valid id: 'wärme'; use at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", 'id: "warm-bath\\n"',
     "26:9: `id` is not a valid id: 'warm-bath\\n'; use at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", f"id: {'a' * 41}",
     "26:9: `id` is longer than 40 characters; shorten it"),
    ("label: Ferritin", f"label: {'o' * 33}",
     "4:12: `label` is longer than 32 characters; shorten it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), IDS_AND_LENGTHS, ids=[fault for *_, fault in IDS_AND_LENGTHS])
def test_an_id_a_label_or_a_question_of_the_wrong_form_is_refused(
    folder: ContentFolder, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}"]


RANGES = [
    ("sources.yaml", "https://example.org/clinic", "ftp://example.org/clinic",
     "sources.yaml:4:10: `url` is not a web address; correct it"),
    ("sources.yaml", "https://example.org/clinic", "https://",
     "sources.yaml:4:10: `url` is not a web address; correct it"),
    ("sources.yaml", "https://example.org/clinic", "https://example.org/the clinic",
     "sources.yaml:4:10: `url` is not a web address; correct it"),
    ("sources.yaml", "publisher: The Clinic", f"publisher: {'o' * 25}",
     "sources.yaml:5:16: `publisher` is longer than 24 characters; shorten it"),
    ("matching.yaml", "answer: 0.5", "answer: 50",
     "matching.yaml:2:19: `answer` must be at most 1; correct it"),
    ("safety.yaml", "    yes: [my chest hurts]\n", "    yes: [my chest hurts]\n    within: 0\n",
     "safety.yaml:8:13: `within` must be at least 1; correct it"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), RANGES, ids=[fault for *_, fault in RANGES])
def test_an_address_or_a_number_out_of_range_is_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_the_keys_allowed_at_a_location_are_those_of_its_shape() -> None:
    assert known_keys(FaqFile, ()) == ("title", "disclaimer", "article", "starters", "topics", "entries")
    assert known_keys(FaqFile, ("article", "sections", 0)) == ("name", "figures", "references")
    assert known_keys(TopicFile, ("entries", 2, "cites")) == ("section", "reference", "says")
    assert known_keys(TopicFile, ("entries", 2, "reviewed", "by")) == ("role", "name")
    assert known_keys(SourcesFile, ("sources", "clinic", "figures", 0)) == FIGURE_KEYS
    assert known_keys(SafetyFile, ("rules", 0)) == RULE_KEYS
