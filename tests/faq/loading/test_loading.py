"""A content folder loads whole, or not at all with all its faults."""

from __future__ import annotations

import pytest

from faq.loading import load
from faq.models import Faq
from tests.faq.content_folder import FERRITIN, SMALL, ContentFolder, faults

NO_DATE = "but a date such as 2026-11-22 is expected; write a date such as 2026-11-22"
UNSTATED = (
    "of one sentence is in no one figure of the cited sources; "
    "tell a figure as its source does, in a sentence of its own, or remove it"
)


@pytest.mark.parametrize("name", ["faq.yaml", "replies.yaml"])
def test_a_needed_file_that_is_missing_is_one_fault(folder: ContentFolder, name: str) -> None:
    assert faults(folder.remove(name)) == [
        f"{name}:1:1: cannot be read (No such file or directory); check that it exists and is readable",
    ]


@pytest.mark.parametrize("name", ["matching.yaml", "chatter.yaml", "safety.yaml", "helplines.yaml", "support.yaml"])
def test_any_other_file_may_be_missing(folder: ContentFolder, name: str) -> None:
    assert len(load(folder.remove(name).path).entries) == 4


def test_without_sources_each_one_named_is_unknown(folder: ContentFolder) -> None:
    unknown = faults(folder.remove("sources.yaml"))
    assert [fault.partition("; ")[0] for fault in unknown] == [
        "elsewhere.yaml:9:13: unknown source `clinic`",
        "ferritin.yaml:24:55: unknown source `clinic`",
        "replies.yaml:13:15: unknown source `crisis-line`",
    ]


IRON = """\
topic: Iron
entries:
  - id: iron
    question: What is iron?
    phrasings: [iron meaning]
    answer: A mineral.
    cites: {section: Tips}
    reviewed: {on: 2026-11-22}
"""


def test_a_topic_file_that_is_not_listed_is_a_fault(folder: ContentFolder) -> None:
    folder.write("iron.yaml", IRON)
    unlisted = "the file iron.yaml is not listed in `topics`"
    assert faults(folder) == [f"faq.yaml:16:3: {unlisted}; add it in the order in which topics are shown"]


TOPICS = [
    ("faq.yaml", "  - elsewhere\n", "  - elsewhere\n  - iron\n",
     "faq.yaml:18:5: there is no file iron.yaml; add it, or remove this line"),
    ("faq.yaml", "  - elsewhere\n", "  - elsewhere\n  - ../../secrets\n",
     "faq.yaml:18:5: there is no file ../../secrets.yaml; add it, or remove this line"),
    ("faq.yaml", "  - elsewhere\n", "  - elsewhere\n  - ferritin\n",
     "faq.yaml:18:5: `ferritin` is listed twice; remove one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), TOPICS, ids=[fault for *_, fault in TOPICS])
def test_a_topic_that_is_listed_twice_or_has_no_file_is_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_a_file_with_another_ending_is_reported(folder: ContentFolder) -> None:
    folder.write("iron.yml", FERRITIN)
    assert faults(folder) == ["iron.yml:1:1: is not read, because its name does not end in .yaml; rename it"]


def test_all_faults_of_all_files_are_reported_at_once_in_order(folder: ContentFolder) -> None:
    folder.replace("faq.yaml", "updated: 2023-12-13", "updated: lately")
    folder.replace("chatter.yaml", "- hello there", "- *hello")
    folder.replace("elsewhere.yaml", "- expecting a baby", "- no")
    folder.replace("ferritin.yaml", "answer: The article names 50.", "answer: The article names 51.")
    folder.replace("ferritin.yaml", "reference: 3", "reference: 5")
    folder.replace("ferritin.yaml", "A warm bath may help.", "A warm bath may help. " * 200)
    folder.replace("ferritin.yaml", "id: warm-bath", "id: what-is-ferritin\n    idd: bath")
    folder.replace("ferritin.yaml", "related: [what-is-ferritin, pregnancy]", "related: [pregnancies]")
    folder.replace("matching.yaml", "answer: 0.5", "answer: 0.05")
    folder.replace("safety.yaml", "reply: heart", "reply: lungs")
    folder.write("sources.yaml", SMALL["sources.yaml"].replace("clinic\n", "clinic\n    clinic: x\n"))
    assert faults(folder) == [
        "chatter.yaml:3:7: anchors (&) and aliases (*) are not allowed; write the text out",
        "elsewhere.yaml:7:9: this is read as yes or no, but text is expected; put it in quotes",
        f"faq.yaml:7:12: `updated` is the text 'lately', {NO_DATE}",
        "ferritin.yaml:14:41: section `Basics` has no reference 5; it has 3",
        f"ferritin.yaml:22:13: the number 51 {UNSTATED}",
        "ferritin.yaml:26:9: the id `what-is-ferritin` is already used in ferritin.yaml, line 3; choose another id",
        "ferritin.yaml:27:5: `idd` is not a known key; did you mean `id`?",
        "ferritin.yaml:34:15: unknown entry `pregnancies`; correct the id, or remove it",
        "matching.yaml:2:34: `suggest` is above `answer`; lower `suggest`, or raise `answer`",
        "safety.yaml:5:12: unknown reply `lungs`; add it to replies.yaml, or correct the name",
        "sources.yaml:5:5: `clinic` is not a known key; remove it",
    ]


def test_the_packaged_content_loads(packaged: Faq) -> None:
    assert packaged.entries
