"""The basis of an answer exists and states its numbers, those of one sentence as one figure."""

from __future__ import annotations

import pytest

from faq.loading import load
from tests.faq.content_folder import ContentFolder, faults

CURE = "tell a figure as its source does, in a sentence of its own, or remove it"
UNSTATED = f"of one sentence is in no one figure of the cited sources; {CURE}"
JOINED = f"of one sentence are in no one figure of the cited sources; {CURE}"

TOPIC_FILE = [
    ("section: Tips", "section: Tricks",
     "32:22: the article has no section `Tricks`; name one of: Basics; Tips"),
    ("    cites: {section: Basics}\n    note", "    cites: {section: Baiscs}\n    note",
     "23:22: the article has no section `Baiscs`; name one of: Basics; Tips"),
    ("reference: 3", "reference: 4",
     "14:41: section `Basics` has no reference 4; it has 3"),
    ("section: Tips", "section: Tips, reference: 3",
     "32:39: section `Tips` has no reference 3; it has none: leave `reference` out"),
    ("    cites: {section: Tips}\n", "",
     "26:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    refer: [clinic]\n",
     "26:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`"),
    ("sources: [clinic]", "sources: [clinc]",
     "24:55: unknown source `clinc`; add it to sources.yaml, or correct the name"),
    ("The article names 50.", "The article names 50. It names 51! Is it 52.5?",
     f"22:13: the number 51 {UNSTATED}",
     f"22:13: the number 52.5 {UNSTATED}"),
    ("The article names 50.", "The article names 50, 51 and 52.5.",
     f"22:13: the numbers 50, 51, 52.5 {JOINED}"),
    ("Today's guidance says 75.", "Today's guidance says 50.",
     f"24:18: the number 50 {UNSTATED}"),
    ("A warm bath may help.", "A warm bath helps 75%.",
     f"31:13: the number 75 {UNSTATED}"),
    ("more: Ask which value is meant.", "more: Ask whether 75 is meant.",
     f"13:11: the number 75 {UNSTATED}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [(old, new, expected) for old, new, *expected in TOPIC_FILE],
    ids=[fault for _, _, fault, *_ in TOPIC_FILE],
)
def test_an_entry_at_odds_with_its_sources_is_refused(
    folder: ContentFolder, old: str, new: str, expected: list[str]
) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}" for fault in expected]


def test_an_unknown_source_of_an_urgent_reply_is_refused(folder: ContentFolder) -> None:
    folder.replace("replies.yaml", "sources: [crisis-line]", "sources: [crisis]")
    assert faults(folder) == [
        "replies.yaml:13:15: unknown source `crisis`; add it to sources.yaml, or correct the name",
    ]


def test_a_referral_has_no_note(folder: ContentFolder) -> None:
    folder.replace("elsewhere.yaml", "refer: [clinic]", "refer: [clinic]\n    note: {text: Hm., sources: [clinic]}")
    assert faults(folder) == ["elsewhere.yaml:10:11: a referral cannot have a note; move its text into the answer"]


FIGURE = '- {value: "75", of: ng/mL below which iron is considered, among: adults, under: treatment, at: section 2}\n'
TRIALS = """\
- value: "3.8"
        of: points by which a score of 40 points falls more than with placebo
        among: 1,345 adults in 7 trials
        under: iron for 12 weeks
        at: abstract of 2019
      - {value: "10", of: trials found, among: 1428 people, at: abstract}
"""


def told(folder: ContentFolder, note: str) -> ContentFolder:
    """Put other figures into the note's source, and a text into the note."""
    folder.replace("sources.yaml", FIGURE, TRIALS)
    return folder.replace("ferritin.yaml", "{text: Today's guidance says 75.,", f'{{text: "{note}",')


@pytest.mark.parametrize(
    "note",
    [
        "Scores fell by 3.8 points more than with placebo.",
        "In 7 trials with 1,345 adults, a score of 40 points fell by 3.8 points more in 12 weeks.",
        "Scores fell by 3.8 points more. 10 trials with 1,428 people were found.",
        "Many people took part.",
    ],
)
def test_a_result_told_with_the_people_counted_in_it_is_accepted(folder: ContentFolder, note: str) -> None:
    [_, threshold, *_] = load(told(folder, note).path).entries
    assert threshold.note
    assert threshold.note.text == note


PLANTED = [
    ("Scores fell by 3.8 points in 1,428 people.", f"the numbers 3.8, 1428 {JOINED}"),
    ("In 10 trials, scores fell by 3.8 points.", f"the numbers 10, 3.8 {JOINED}"),
    ("In 7 trials with 1,345 adults of 1,428, scores fell.", f"the numbers 7, 1345, 1428 {JOINED}"),
    ("Scores fell by 3.8 points. They fell in 3.8% of 1,428 people.", f"the numbers 3.8, 1428 {JOINED}"),
    ("In 2019 scores fell by 3.8 points.", f"the numbers 2019, 3.8 {JOINED}"),
]


@pytest.mark.parametrize(("note", "fault"), PLANTED)
def test_a_result_told_with_people_who_were_not_counted_in_it_is_refused(
    folder: ContentFolder, note: str, fault: str
) -> None:
    assert faults(told(folder, note)) == [f"ferritin.yaml:24:18: {fault}"]


def test_figures_of_two_sources_are_not_joined_in_one_sentence(folder: ContentFolder) -> None:
    crisis = "url: https://example.org/crisis\n"
    folder.replace(
        "sources.yaml", crisis, f'{crisis}    figures:\n      - {{value: "9", of: calls, among: 120 people, at: top}}\n'
    )
    folder.replace("elsewhere.yaml", "refer: [clinic]", "refer: [clinic, crisis-line]")
    folder.replace("elsewhere.yaml", "does not cover pregnancy.", "lacks it. It is 75. Of 120 people, 9 call.")
    assert load(folder.path).by_id["pregnancy"].answer.endswith("Of 120 people, 9 call.")
    folder.replace("elsewhere.yaml", "It is 75. Of 120 people, 9 call.", "It is 75 in 120 people.")
    assert faults(folder) == [f"elsewhere.yaml:8:13: the numbers 75, 120 {JOINED}"]


def test_numbers_are_not_judged_by_a_figure_that_is_invalid(folder: ContentFolder) -> None:
    folder.replace("sources.yaml", FIGURE, "- {value: 75, of: ng/mL, at: section 2}\n")
    assert faults(folder) == ["sources.yaml:9:17: `value` is a number, but text is expected; put it in quotes"]


def test_a_figure_without_what_it_counts_or_where_it_stands_is_refused(folder: ContentFolder) -> None:
    folder.replace("sources.yaml", FIGURE, '- {value: "75"}\n')
    assert faults(folder) == [
        "sources.yaml:9:9: `at` is missing; add `at:` here",
        "sources.yaml:9:9: `of` is missing; add `of:` here",
    ]
