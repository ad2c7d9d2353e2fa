"""The classes that compete for a message."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from faq.matching.classes import Classes
from faq.models import Unlike
from tests.faq.sample_talk import TALK

UNLIKE = Unlike(near=("is acupuncture safe",), everyday=("message in a bottle",))
FAQ = replace(
    TALK,
    entries=(replace(TALK.entries[0], unlike=UNLIKE), *TALK.entries[1:]),
    chatter={"meetings": ("who brings the cake", "who brings the cake")},
    near=("which vaccine",),
)
CLASSES = Classes.of(FAQ)


def texts(described: str) -> list[str]:
    labels = zip(CLASSES.texts, CLASSES.labels, strict=True)
    return [text for text, label in labels if CLASSES.described(label) == described]


def test_entries_come_first_each_with_its_question_and_its_phrasings() -> None:
    assert CLASSES.span("entry") == slice(0, len(FAQ.entries))
    assert CLASSES.names[: len(FAQ.entries)] == tuple(FAQ.by_id)
    assert texts("entry caffeine") == ["Should I avoid coffee?", "coffee", "tea in the evening"]


def test_all_other_messages_have_classes_of_their_own() -> None:
    assert texts("chatter meetings") == ["who brings the cake"]
    assert texts("near") == ["which vaccine"]
    assert texts("unlike near") == ["is acupuncture safe"]
    assert texts("unlike everyday") == ["message in a bottle"]
    assert texts("small talk thanks") == ["thanks", "thank you", "🙏"]
    assert texts("follow-up sources") == ["says who"]


def test_a_group_without_messages_has_no_class() -> None:
    span = CLASSES.span("emergency")
    assert CLASSES.names[span] == ()


def test_labels_ascend_without_a_gap() -> None:
    assert list(dict.fromkeys(CLASSES.labels)) == list(range(len(CLASSES.names)))
    assert list(CLASSES.labels) == sorted(CLASSES.labels)


def test_the_classes_of_a_group_are_summed_and_a_group_without_any_has_nothing() -> None:
    sums = CLASSES.sums(np.ones(len(CLASSES.names), np.float32))
    assert sums["entry"] == len(FAQ.entries)
    assert sums["emergency"] == 0
    assert sum(sums.values()) == len(CLASSES.names)
