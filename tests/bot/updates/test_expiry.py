"""How long an update is worth an answer: people in private are always answered, groups and queries only in time."""

from __future__ import annotations

import time
from typing import Any
from unittest.mock import patch

import pytest

from bot.sending.http_request import AiohttpRequest
from bot.simulator import serving
from bot.updates.expiry import DAY, GROUP, OFF, ServerClock, is_expired
from tests.bot import sample_updates as updates
from tests.bot.database_fixtures import NOON
from tests.bot.judge import TOKEN
from tests.bot.sample_updates import DATE, pressed, said, typed

IN_GROUP = said("a question", updates.GROUP)


@pytest.mark.parametrize("waited", [0, GROUP, 100 * DAY])
def test_who_asked_in_private_is_answered_however_late(waited: float) -> None:
    assert not is_expired(said("a question"), DATE, DATE + waited)


@pytest.mark.parametrize(
    ("body", "lives"), [(IN_GROUP, GROUP), (typed("iron"), 30), (pressed("t", IN_GROUP["message"]), 150)]
)
def test_groups_queries_and_presses_are_answered_within_their_time(body: dict[str, Any], lives: float) -> None:
    assert not is_expired(body, DATE, DATE + lives)
    assert is_expired(body, DATE, DATE + lives + 1)


def test_a_groups_question_counts_from_when_it_was_written_wherever_it_waited() -> None:
    assert not is_expired(IN_GROUP, DATE + 300, DATE + 600)
    assert is_expired(IN_GROUP, DATE + 300, DATE + 601)
    assert is_expired(IN_GROUP, DATE + 3600, DATE + 3600)


def test_an_age_that_cannot_be_is_a_wrong_clock_and_leaves_nobody_without_an_answer() -> None:
    for kept_at in (DATE - 3600, DATE + DAY + 1):
        assert not is_expired(IN_GROUP, kept_at, kept_at)


def test_what_tells_of_the_group_itself_is_never_too_late() -> None:
    for body in (*updates.migrated(), updates.standing("left")):
        assert not is_expired(body, DATE, DATE + DAY)


@pytest.mark.parametrize(
    "body", [{}, {"message": "broken"}, {"message": {"text": "x"}}, {"message": {"text": "x", "chat": 1}}]
)
def test_what_cannot_be_read_is_left_to_whoever_reads_it(body: dict[str, Any]) -> None:
    assert not is_expired(body, DATE, DATE + DAY)


@pytest.mark.parametrize("step", [-3600, 3600])
def test_the_clock_keeps_its_pace_when_the_machines_is_put_forward_or_back(step: float) -> None:
    clock = ServerClock()
    before = clock()
    with patch("time.time", lambda: before + step):
        assert abs(clock() - before) < 1


@pytest.mark.parametrize("off", [-3600, 3600])
def test_on_a_machine_whose_clock_is_wrong_telegrams_time_holds_as_soon_as_it_is_heard(off: float) -> None:
    """So a group's question of this minute is not taken for one of an hour ago, and left without an answer."""
    with patch("time.time", lambda: DATE + off):
        clock = ServerClock()
    assert is_expired(IN_GROUP, clock(), clock()) == (off > 0)
    clock.hear(DATE)
    assert abs(clock() - DATE) < 1
    assert not is_expired(IN_GROUP, clock(), clock())


def test_a_date_that_took_its_while_to_come_sets_no_clock() -> None:
    clock = ServerClock()
    before = clock()
    clock.hear(before - OFF + 1)
    assert clock() >= before


@pytest.mark.parametrize("off", [-3600, 3600])
async def test_telegrams_time_is_heard_with_every_answer(off: float) -> None:
    now = time.time()
    with patch("time.time", lambda: now + off):
        clock = ServerClock()
    transport = AiohttpRequest(clock.hear)
    await transport.initialize()
    async with serving() as server:
        await transport.post(f"{server.url}/bot{TOKEN}/getMe")
    await transport.shutdown()
    assert abs(clock() - time.time()) < OFF


async def test_an_answer_whose_date_is_none_is_an_answer_all_the_same() -> None:
    heard: list[float] = []
    transport = AiohttpRequest(heard.append)
    for date in ("", "soon", "Sun, 99 Nov 2026 12:00:00 GMT"):
        transport._hear(date)
    transport._hear("Sun, 22 Nov 2026 12:00:00 GMT")
    assert heard == [NOON]
