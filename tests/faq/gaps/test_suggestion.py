"""What a curator may do about a gap depends on what its question is most like."""

from __future__ import annotations

import pytest

from faq.gaps.suggestion import suggest
from faq.outcome import Match, Ranking
from tests.faq.sample_faq import LEGS, THRESHOLDS

FERRITIN = LEGS.entries[0]


@pytest.mark.parametrize(
    ("score", "others", "near", "taken", "kind", "everyday"),
    [
        (0.4, 0.1, 0.0, "entry ferritin", "phrasing", True),
        (0.01, 0.1, 0.0, "entry ferritin", "new entry", True),
        (0.2, 0.5, 0.45, "near", "out of scope", False),
        (0.2, 0.5, 0.0, "chatter talk", "out of scope", True),
        (0.2, 0.5, 0.45, "unlike near", "unlike", False),
        (0.2, 0.5, 0.0, "unlike everyday", "unlike", True),
        (0.45, 0.4, 0.4, "entry ferritin", "phrasing", False),
    ],
)
def test_the_suggestion_is_what_the_question_is_most_like(
    score: float, others: float, near: float, taken: str, kind: str, *, everyday: bool
) -> None:
    matches = (Match(FERRITIN, score),)
    found = suggest(matches, Ranking(matches, no_question=others, near=near, taken=taken), THRESHOLDS)
    assert (found.kind, found.everyday) == (kind, everyday)
    assert found.entry == (FERRITIN if kind in {"phrasing", "unlike"} else None)
    assert found.reason
