"""The basis of an answer exists and states its numbers."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import ContentFolder, faults

UNSTATED = "is in none of the cited sources; remove it, or cite a source whose `figures` list it"

TOPIC_FILE = [
    ("section: Tips", "section: Tricks",
     "30:22: the article has no section `Tricks`; name one of: Basics; Tips"),
    ("    cites: {section: Basics}\n    note", "    cites: {section: Baiscs}\n    note",
     "21:22: the article has no section `Baiscs`; name one of: Basics; Tips"),
    ("reference: 3", "reference: 4",
     "12:41: section `Basics` has no reference 4; it has 3"),
    ("section: Tips", "section: Tips, reference: 3",
     "30:39: section `Tips` has no reference 3; it has none: leave `reference` out"),
    ("    cites: {section: Tips}\n", "",
     "24:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    refer: [clinic]\n",
     "24:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`"),
    ("sources: [clinic]", "sources: [clinc]",
     "22:55: unknown source `clinc`; add it to sources.yaml, or correct the name"),
    ("The article names 50.", "The article names 50, 51 and 52.5.",
     f"20:13: the number 51 {UNSTATED}",
     f"20:13: the number 52.5 {UNSTATED}"),
    ("Today's guidance says 75.", "Today's guidance says 50.",
     f"22:18: the number 50 {UNSTATED}"),
    ("A warm bath may help.", "A warm bath helps 75%.",
     f"29:13: the number 75 {UNSTATED}"),
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
