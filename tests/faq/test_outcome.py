"""The kind, target and score of each outcome."""

from __future__ import annotations

from typing import get_args

import pytest

from faq.outcome import Foreign, Found, Kind, NotFound, Outcome, Referred, Unsure, Urgent, is_urgent
from tests.faq.sample_faq import LEGS, urgent_reply

MASSAGE, PREGNANCY = LEGS.by_id["massage"], LEGS.by_id["pregnancy"]
OUTCOMES: list[tuple[Outcome, Kind, str]] = [
    (Urgent(urgent_reply("heart", "Call 112.", "Now."), ()), "urgent", ":heart"),
    (Found(MASSAGE, 0.9, ()), "answer", "massage"),
    (Unsure((MASSAGE, PREGNANCY), 0.4, ()), "suggest", ""),
    (Referred(PREGNANCY, 0.9, ()), "referral", "pregnancy"),
    (Foreign("es", 0.2, ()), "foreign", ""),
    (NotFound(0.1, ()), "none", ""),
]


@pytest.mark.parametrize(("outcome", "kind", "target"), OUTCOMES)
def test_an_outcome_has_a_kind_and_a_target(outcome: Outcome, kind: Kind, target: str) -> None:
    assert (outcome.kind, outcome.target) == (kind, target)


@pytest.mark.parametrize(("outcome", "kind", "target"), OUTCOMES)
def test_only_the_target_of_an_urgent_reply_is_urgent(outcome: Outcome, kind: Kind, target: str) -> None:
    assert is_urgent(target) == isinstance(outcome, Urgent)


def test_an_urgent_outcome_has_the_highest_score() -> None:
    assert [outcome.score for outcome, *_ in OUTCOMES] == [1.0, 0.9, 0.4, 0.9, 0.2, 0.1]


def test_every_outcome_has_its_own_kind() -> None:
    assert sorted(kind for _, kind, _ in OUTCOMES) == sorted(get_args(Kind))
    assert {type(outcome) for outcome, *_ in OUTCOMES} == set(get_args(Outcome))
