"""The rules of safety.yaml name existing replies and concepts."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import ContentFolder, faults

RULES = [
    ("safety.yaml", "reply: heart", "reply: hart",
     "safety.yaml:12:12: unknown reply `hart`; add it to `replies`, or correct the name"),
    ("safety.yaml", "when: [the-chest,", "when: [the-chst,",
     "safety.yaml:13:12: unknown concept `the-chst`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[pain, hurts]", '[pain, "{ache}"]',
     "safety.yaml:13:30: unknown concept `ache`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{bone}"]\n  bone: [breastbone]',
     "safety.yaml:9:22: the concept `bone` is defined further down; move it above"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{the-chest}"]',
     "safety.yaml:9:22: the concept `the-chest` is defined further down; move it above"),
    ("safety.yaml", "concepts:\n", "  - {id: heart, heading: Sit down., paragraphs: [Rest.]}\nconcepts:\n",
     "safety.yaml:8:10: the id `heart` is already used in safety.yaml, line 2; choose another id"),
    ("safety.yaml", "    no: [my leg hurts]\n",
     "    no: [my leg hurts]\n  - {id: chest-pain, reply: heart, when: [[ache]], yes: [ache]}\n",
     "safety.yaml:16:10: the id `chest-pain` is already used in safety.yaml, line 11; choose another id"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), RULES, ids=[fault for *_, fault in RULES])
def test_a_rule_with_an_unknown_name_is_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_a_concept_inside_a_phrase_is_refused(folder: ContentFolder) -> None:
    folder.replace("safety.yaml", "[pain, hurts]", '["sharp {the-chest}"]')
    assert faults(folder) == [
        "safety.yaml:13:24: a concept cannot be part of a phrase; make it an item of its own, or write it out",
    ]


def test_an_emergency_under_an_unknown_reply_is_refused(folder: ContentFolder) -> None:
    folder.write("emergencies.yaml", "like:\n  lungs: [I am choking]\n")
    assert faults(folder) == [
        "emergencies.yaml:2:10: unknown reply `lungs`; add it to safety.yaml, or correct the name",
    ]
