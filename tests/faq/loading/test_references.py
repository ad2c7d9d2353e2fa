"""Ids, phrasings, related entries and thresholds are checked across entries."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import ContentFolder, faults

TOPIC_FILE = [
    ("      - bath before bed\n", "      - '?!'\n",
     "29:9: this phrasing contains no word; write it as a user would ask"),
    ("related: [ferritin-threshold]", "related: [ferritin-treshold]",
     "15:15: unknown entry `ferritin-treshold`; correct the id, or remove it"),
    ("related: [ferritin-threshold]", "related: [what-is-ferritin]",
     "15:15: an entry cannot be related to itself; remove it"),
    ("- bath before bed", "- Ferritin, cut-off?!",
     "29:9: this phrasing is also under `ferritin-threshold` (ferritin.yaml, line 20); remove one of them"),
    ("- bath before bed", "- SOAKING in hot water",
     "30:9: this phrasing is also under `warm-bath` (ferritin.yaml, line 29); remove one of them"),
    ("- bath before bed", "- what is ferritin",
     "29:9: this phrasing is also under `what-is-ferritin` (ferritin.yaml, line 5); remove one of them"),
    ("question: Does a warm bath help?", "question: What is ferritin?",
     "27:15: this phrasing is also under `what-is-ferritin` (ferritin.yaml, line 5); remove one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), TOPIC_FILE, ids=[fault for *_, fault in TOPIC_FILE])
def test_an_entry_at_odds_with_the_others_is_refused(folder: ContentFolder, old: str, new: str, fault: str) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}"]


THRESHOLDS = [
    ("matching.yaml", "suggest: 0.1", "suggest: 0.6",
     "matching.yaml:2:33: `suggest` is above `answer`; lower `suggest`, or raise `answer`"),
    ("matching.yaml", "suggest: 0.1", "suggest: 1",
     "matching.yaml:2:33: `suggest` is above `answer`; lower `suggest`, or raise `answer`"),
    ("matching.yaml", "unasked: 0.8", "unasked: 0.5",
     "matching.yaml:3:49: `unasked` is below `answer`; raise `unasked`, or lower `answer`"),
    ("matching.yaml", "unasked: 0.9", "unasked: 0.4",
     "matching.yaml:2:47: `unasked` is below `answer`; raise `unasked`, or lower `answer`"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), THRESHOLDS, ids=[fault for *_, fault in THRESHOLDS])
def test_thresholds_in_the_wrong_order_are_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_an_id_is_unique_in_the_whole_folder(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "related: [what-is-ferritin, pregnancy]\n", "related: [what-is-ferritin]\n")
    folder.replace("elsewhere.yaml", "id: pregnancy", "id: warm-bath")
    assert faults(folder) == [
        "elsewhere.yaml:3:9: the id `warm-bath` is already used in ferritin.yaml, line 26; choose another id",
    ]


def test_a_phrasing_is_unique_in_the_whole_folder(folder: ContentFolder) -> None:
    folder.replace("elsewhere.yaml", "- I am pregnant", "- Soaking in HOT water…")
    assert faults(folder) == [
        ("elsewhere.yaml:6:9: this phrasing is also under `warm-bath` (ferritin.yaml, line 30); remove one of them"),
    ]
