"""The rules of safety.yaml name existing concepts, and replies of replies.yaml that have a text."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import ContentFolder, faults

PURPOSES = "'emergency', 'police', 'poison', 'talk', 'violence' or 'advice' is expected; choose one of them"
UNSTATED = (
    "of one sentence is in no one figure of the cited sources; "
    "tell a figure as its source does, in a sentence of its own, or remove it"
)
RULES = [
    ("safety.yaml", "reply: heart", "reply: hart",
     "safety.yaml:5:12: unknown reply `hart`; add it to replies.yaml, or correct the name"),
    ("safety.yaml", "when: [the-chest,", "when: [the-chst,",
     "safety.yaml:6:12: unknown concept `the-chst`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[pain, hurts]", '[pain, "{ache}"]',
     "safety.yaml:6:30: unknown concept `ache`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{bone}"]\n  bone: [breastbone]',
     "safety.yaml:2:22: the concept `bone` is defined further down; move it above"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{the-chest}"]',
     "safety.yaml:2:22: the concept `the-chest` is defined further down; move it above"),
    ("replies.yaml", "replies:\n", "replies:\n  - {id: heart, you: {heading: Sit down., paragraphs: [Rest.]}}\n",
     "replies.yaml:4:9: the id `heart` is already used in replies.yaml, line 3; choose another id"),
    ("replies.yaml", "replies:\n", "replies:\n  - {id: lungs}\n",
     "replies.yaml:3:5: a reply has a text; give it `you:`, `them:` or both"),
    ("replies.yaml", "[emergency]", "[emergencies]", f"replies.yaml:12:15: this is 'emergencies', but {PURPOSES}"),
    ("replies.yaml", "Don't drive yourself.", "Wait 20 minutes.", f"replies.yaml:8:11: the number 20 {UNSTATED}"),
    ("safety.yaml", "    no: [my leg hurts]\n",
     "    no: [my leg hurts]\n  - {id: chest-pain, reply: heart, when: [[ache]], yes: [ache]}\n",
     "safety.yaml:9:10: the id `chest-pain` is already used in safety.yaml, line 4; choose another id"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), RULES, ids=[fault for *_, fault in RULES])
def test_a_rule_with_an_unknown_name_is_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_a_concept_inside_a_phrase_is_refused(folder: ContentFolder) -> None:
    folder.replace("safety.yaml", "[pain, hurts]", '["sharp {the-chest}"]')
    assert faults(folder) == [
        "safety.yaml:6:24: a concept cannot be part of a phrase; make it an item of its own, or write it out",
    ]


def test_an_excuse_of_one_word_is_refused(folder: ContentFolder) -> None:
    folder.replace("safety.yaml", "    no: [my leg hurts]\n", "    unless: [market]\n    no: [my leg hurts]\n")
    [fault] = faults(folder)
    assert fault.endswith("one word excuses too much; write the phrase in which it does")


def test_an_emergency_under_an_unknown_reply_is_refused(folder: ContentFolder) -> None:
    folder.write("emergencies.yaml", "like:\n  lungs: [I am choking]\n")
    assert faults(folder) == [
        "emergencies.yaml:2:10: unknown reply `lungs`; add it to replies.yaml, or correct the name",
    ]
