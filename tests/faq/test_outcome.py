"""The kind, target and score of each outcome."""

from __future__ import annotations

from typing import get_args

import pytest

from faq.models import SmallTalk, TalkKind
from faq.outcome import (
    Chat,
    Foreign,
    Found,
    Kind,
    NotFound,
    Outcome,
    Referred,
    Smalltalk,
    Unsure,
    Urgent,
    is_silent,
    is_urgent,
)
from tests.faq.sample_faq import LEGS, urgent_reply

MASSAGE, PREGNANCY = LEGS.by_id["massage"], LEGS.by_id["pregnancy"]
OUTCOMES: list[tuple[Outcome, Kind, str]] = [
    (Urgent(urgent_reply("heart", "Call 112.", "Now."), ()), "urgent", ":heart"),
    (Found(MASSAGE, 0.9, ()), "answer", "massage"),
    (Unsure((MASSAGE, PREGNANCY), 0.4, ()), "suggest", "?massage?pregnancy"),
    (Referred(PREGNANCY, 0.9, ()), "referral", "pregnancy"),
    (Smalltalk(SmallTalk("thanks", ("thanks",)), 0.9, ()), "smalltalk", ""),
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
    assert [outcome.score for outcome, *_ in OUTCOMES] == [1.0, 0.9, 0.4, 0.9, 0.9, 0.2, 0.1]


def test_every_outcome_has_its_own_kind() -> None:
    assert sorted(kind for _, kind, _ in OUTCOMES) == sorted(get_args(Kind))
    assert {type(outcome) for outcome, *_ in OUTCOMES} == set(get_args(Outcome))


def talk(kind: TalkKind, reply: str = "Hello!") -> Outcome:
    return Smalltalk(SmallTalk(kind, ("hi",), reply), 1.0, ())


@pytest.mark.parametrize(
    ("outcome", "chat", "outright", "silent"),
    [
        (talk("greeting"), "private", True, False),
        (talk("ack", reply=""), "private", True, True),
        (talk("greeting"), "group", True, False),
        (talk("help"), "group", True, False),
        (talk("greeting"), "group", False, True),
        (talk("thanks"), "group", True, True),
        (NotFound(0.1, ()), "private", False, False),
        (NotFound(0.1, ()), "group", True, False),
        (NotFound(0.1, ()), "group", False, True),
        (Found(MASSAGE, 0.9, ()), "group", False, False),
        (Unsure((MASSAGE,), 0.4, ()), "group", False, False),
        (Urgent(urgent_reply("heart", "Call 112.", "Now."), ()), "group", False, False),
    ],
)
def test_small_talk_without_a_line_is_silent_and_in_a_group_nearly_all_of_it(
    outcome: Outcome, chat: Chat, *, outright: bool, silent: bool
) -> None:
    assert is_silent(outcome, chat, outright=outright) == silent
