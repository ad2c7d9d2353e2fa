"""A value of the wrong type, a missing key or an unknown key is a fault in plain words."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import ContentFolder, faults

NO_DATE = "but a date such as 2026-11-22 is expected; write a date such as 2026-11-22"
NO_TEXT = [
    ("no", "read as yes or no"),
    ("yes", "read as yes or no"),
    ("Off", "read as yes or no"),
    ("50", "a number"),
    ("0123", "a number"),
    ("1_000", "a number"),
    ("7.5", "a number"),
    ("2026-11-22", "a date"),
]


@pytest.mark.parametrize(("typed", "read"), NO_TEXT)
def test_a_value_that_yaml_reads_as_another_type_is_not_text(folder: ContentFolder, typed: str, read: str) -> None:
    folder.replace("ferritin.yaml", "- ferritin cut-off", f"- {typed}")
    assert faults(folder) == [f"ferritin.yaml:20:9: this is {read}, but text is expected; put it in quotes"]


TOPIC_FILE = [
    ("question: What is ferritin?", "question: no",
     "5:15: `question` is read as yes or no, but text is expected; put it in quotes"),
    ("question: What is ferritin?", "question:",
     "5:14: `question` is empty; write text"),
    ("question: What is ferritin?", "question: '  '",
     "5:15: `question` is empty; write text"),
    ("question: What is ferritin?", "question: [what, is, ferritin]",
     "5:15: `question` is a list, but text is expected; write text"),
    ("question: What is ferritin?", "question: {what: is ferritin}",
     "5:15: `question` is a mapping, but text is expected; write text"),
    ("    phrasings:\n      - bath before bed\n      - soaking in hot water\n", "    phrasings: bath before bed\n",
     "28:16: `phrasings` is the text 'bath before bed', but a list is expected; write a list"),
    ("    answer: A warm bath may help.\n", "",
     "26:5: `answer` is missing; add `answer:` here"),
    ("      - bath before bed\n", "      -\n",
     "29:8: this is empty; write text"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {on: soon}",
     f"25:20: `on` is the text 'soon', {NO_DATE}"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {on: 2026-02-30}",
     f"25:20: `on` is the text '2026-02-30', {NO_DATE}"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {on: 2026}",
     f"25:20: `on` is a number, {NO_DATE}"),
    ("reviewed: {on: 2026-11-02}", "reviewed: 2026-11-02",
     "25:15: `reviewed` is a date, but keys and values are expected; write keys and values"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {by: {role: nurse, name: N. N.}}",
     "25:15: `on` is missing; add `on:` here"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {on: 2026-11-02, by: {role: nurse}}",
     "25:36: `name` is missing; add `name:` here"),
    ("reviewed: {on: 2026-11-02}", "reviewed: {on: 2026-11-02, by: N. N.}",
     "25:36: `by` is the text 'N. N.', but keys and values are expected; write keys and values"),
    ("    reviewed: {on: 2026-11-02}\n", "    reviewed: {}\n",
     "25:15: `on` is missing; add `on:` here"),
    ("reference: 3", "reference: three",
     "14:41: `reference` is the text 'three', but a whole number is expected; write a whole number"),
    ("reference: 3", "reference: 3.5",
     "14:41: `reference` is a number, but a whole number is expected; write a whole number"),
    ("reference: 3", "reference: yes",
     "14:41: `reference` is read as yes or no, but a whole number is expected; write a whole number"),
    ("cites: {section: Tips}", "cites: Tips",
     "32:12: `cites` is the text 'Tips', but keys and values are expected; write keys and values"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    titel: Bath\n",
     "33:5: `titel` is not a known key; remove it"),
    ("    related: [ferritin-threshold]\n", "    relatd: [ferritin-threshold]\n",
     "15:5: `relatd` is not a known key; did you mean `related`?"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    colour: red\n",
     "33:5: `colour` is not a known key; remove it"),
    ("cites: {section: Tips}", "cites: {section: Tips, page: 9}",
     "32:28: `page` is not a known key; remove it"),
    ("answer: A warm bath may help.", 'answer: "Half an emoji: \\uD83D"',
     "31:13: `answer` contains half a character; delete it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), TOPIC_FILE, ids=[fault for *_, fault in TOPIC_FILE])
def test_a_value_of_the_wrong_shape_in_a_topic_file_is_refused(
    folder: ContentFolder, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}"]


OTHER_FILES = [
    ("sources.yaml", "    title: The Crisis Line\n", "",
     "sources.yaml:11:5: `title` is missing; add `title:` here"),
    ("faq.yaml", "updated: 2023-12-13", "updated: 2023",
     f"faq.yaml:7:12: `updated` is a number, {NO_DATE}"),
    ("faq.yaml", "disclaimer: Not medical advice.\n", "",
     "faq.yaml:1:1: `disclaimer` is missing; add `disclaimer:` here"),
    ("matching.yaml", "answer: 0.5", "answer: half",
     "matching.yaml:2:19: `answer` is the text 'half', but a number is expected; write a number"),
    ("matching.yaml", "rls: restless legs", "rls: no",
     "matching.yaml:5:8: `rls` is read as yes or no, but text is expected; put it in quotes"),
    ("chatter.yaml", "- hello there", "- 2026-11-22",
     "chatter.yaml:3:7: this is a date, but text is expected; put it in quotes"),
    ("safety.yaml", "[pain, hurts]", "[pain, 5]",
     "safety.yaml:6:30: this is a number, but text is expected; put it in quotes"),
    ("safety.yaml", "    yes: [my chest hurts]\n", "    yes: []\n",
     "safety.yaml:7:10: `yes` is empty; add at least one"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), OTHER_FILES, ids=[fault for *_, fault in OTHER_FILES])
def test_a_value_of_the_wrong_shape_in_another_file_is_refused(
    folder: ContentFolder, file: str, old: str, new: str, fault: str
) -> None:
    assert faults(folder.replace(file, old, new)) == [fault]


def test_a_mistyped_key_is_reported_with_the_likely_key_and_the_missing_one(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "answer: The article names 50.", "anwser: The article names 50.")
    assert faults(folder) == [
        "ferritin.yaml:17:5: `answer` is missing; add `answer:` here",
        "ferritin.yaml:22:5: `anwser` is not a known key; did you mean `answer`?",
    ]


def test_a_referral_needs_a_source(folder: ContentFolder) -> None:
    folder.replace("elsewhere.yaml", "refer: [clinic]", "refer: []")
    assert faults(folder) == ["elsewhere.yaml:9:12: `refer` is empty; add at least one"]
