"""How long an update is worth an answer: people in private are always answered, groups and queries only in time."""

from __future__ import annotations

import time
from typing import Any
from unittest.mock import patch

import pytest

from bot.delivery.lifetime import DAY, GROUP, steady, too_late
from tests.bot import updates
from tests.bot.updates import DATE, pressed, said, typed

IN_GROUP = said("a question", updates.GROUP)


@pytest.mark.parametrize("waited", [0, GROUP, 100 * DAY])
def test_who_asked_in_private_is_answered_however_late(waited: float) -> None:
    assert not too_late(said("a question"), DATE, DATE + waited)


@pytest.mark.parametrize(
    ("body", "lives"), [(IN_GROUP, GROUP), (typed("iron"), 30), (pressed("t", IN_GROUP["message"]), 150)]
)
def test_groups_queries_and_presses_are_answered_within_their_time(body: dict[str, Any], lives: float) -> None:
    assert not too_late(body, DATE, DATE + lives)
    assert too_late(body, DATE, DATE + lives + 1)


def test_a_groups_question_counts_from_when_it_was_written_wherever_it_waited() -> None:
    assert not too_late(IN_GROUP, DATE + 300, DATE + 600)
    assert too_late(IN_GROUP, DATE + 300, DATE + 601)
    assert too_late(IN_GROUP, DATE + 3600, DATE + 3600)


def test_an_age_that_cannot_be_is_a_wrong_clock_and_leaves_nobody_without_an_answer() -> None:
    for kept_at in (DATE - 3600, DATE + DAY + 1):
        assert not too_late(IN_GROUP, kept_at, kept_at)


def test_what_tells_of_the_group_itself_is_never_too_late() -> None:
    for body in (*updates.migrated(), updates.standing("left")):
        assert not too_late(body, DATE, DATE + DAY)


@pytest.mark.parametrize(
    "body", [{}, {"message": "broken"}, {"message": {"text": "x"}}, {"message": {"text": "x", "chat": 1}}]
)
def test_what_cannot_be_read_is_left_to_whoever_reads_it(body: dict[str, Any]) -> None:
    assert not too_late(body, DATE, DATE + DAY)


@pytest.mark.parametrize("step", [-3600, 3600])
def test_the_clock_keeps_its_pace_when_the_machines_is_put_forward_or_back(step: float) -> None:
    clock = steady()
    with patch("time.time", lambda: DATE + step):
        assert abs(clock() - time.monotonic() - (steady()() - time.monotonic())) > 0
        assert abs(clock() - clock()) < 1
