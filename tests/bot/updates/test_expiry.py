"""Expiry: each kind of update is answered only in time, by Telegram's clock, and private emergencies always."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.sending.http_request import AiohttpRequest
from bot.simulator import TOKEN, serve
from bot.updates.expiry import DAY, GROUP_LIFETIME, TOLERANCE, ServerClock, is_expired
from tests.bot import sample_updates as updates
from tests.bot.process import QUESTION, Runner, wait_for_exit
from tests.bot.sample_updates import DATE, GROUP, edited, pressed, said, typed

IN_GROUP = said("a question", GROUP)
WRONG_BY = pytest.mark.parametrize("error", [-3600, 3600])


@pytest.mark.parametrize("body", [said("a question"), said(None, photo=[]), edited(said("a question"))])
def test_a_private_message_expires_a_day_after_it_was_stored(body: dict[str, Any]) -> None:
    for stored_at in (DATE, DATE + DAY):
        assert not is_expired(body, stored_at, stored_at + DAY)
        assert is_expired(body, stored_at, stored_at + DAY + 1)


def test_a_private_emergency_never_expires() -> None:
    assert not is_expired(said("a question"), DATE, DATE + 100 * DAY, urgent=True)


@pytest.mark.parametrize(
    ("body", "lifetime"), [(IN_GROUP, GROUP_LIFETIME), (typed("iron"), 30), (pressed("t", IN_GROUP["message"]), 150)]
)
def test_group_questions_queries_and_presses_expire_after_their_lifetime(body: dict[str, Any], lifetime: float) -> None:
    assert not is_expired(body, DATE, DATE + lifetime)
    assert is_expired(body, DATE, DATE + lifetime + 1)


def test_an_emergency_in_a_group_is_answered_up_to_an_hour_after_it_was_written() -> None:
    assert not is_expired(IN_GROUP, DATE + 1800, DATE + 3600, urgent=True)
    assert is_expired(IN_GROUP, DATE + 1800, DATE + 3601, urgent=True)


def test_the_age_of_a_group_question_counts_from_when_it_was_written() -> None:
    assert not is_expired(IN_GROUP, DATE + 300, DATE + 600)
    assert is_expired(IN_GROUP, DATE + 300, DATE + 601)
    assert is_expired(IN_GROUP, DATE + 3600, DATE + 3600)


def test_an_impossible_age_is_ignored_because_the_clock_must_be_wrong() -> None:
    for stored_at in (DATE - 3600, DATE + DAY + 1):
        assert not is_expired(IN_GROUP, stored_at, stored_at)


def test_service_messages_of_a_group_never_expire() -> None:
    for body in (*updates.migrated(), updates.bot_status("left")):
        assert not is_expired(body, DATE, DATE + DAY)


@pytest.mark.parametrize(
    "body", [{}, {"message": "broken"}, {"message": {"text": "x"}}, {"message": {"text": "x", "chat": 1}}]
)
def test_unreadable_updates_are_left_to_the_handlers(body: dict[str, Any]) -> None:
    assert not is_expired(body, DATE, DATE + DAY)


@WRONG_BY
def test_the_clock_runs_on_when_the_machines_clock_is_changed(error: float) -> None:
    clock = ServerClock()
    before = clock()
    with patch("time.time", lambda: before + error):
        assert abs(clock() - before) < 1


@WRONG_BY
def test_a_wrong_clock_is_set_to_telegrams_so_that_new_questions_are_not_expired(error: float) -> None:
    with patch("time.time", lambda: DATE + error):
        clock = ServerClock()
    assert is_expired(IN_GROUP, clock(), clock()) == (error > 0)
    clock.synchronise(DATE)
    assert abs(clock() - DATE) < 1
    assert not is_expired(IN_GROUP, clock(), clock())


def test_a_date_that_took_a_while_to_arrive_does_not_set_the_clock() -> None:
    clock = ServerClock()
    before = clock()
    clock.synchronise(before - TOLERANCE + 1)
    assert clock() >= before


@WRONG_BY
async def test_every_response_of_telegram_synchronises_the_clock(error: float) -> None:
    now = time.time()
    with patch("time.time", lambda: now + error):
        clock = ServerClock()
    request = AiohttpRequest(clock.synchronise)
    await request.initialize()
    async with serve() as server:
        await request.post(f"{server.url}/bot{TOKEN}/getMe")
    await request.shutdown()
    assert abs(clock() - time.time()) < TOLERANCE


@WRONG_BY
async def test_a_run_on_a_machine_with_a_wrong_clock_answers_groups(tmp_path: Path, error: int) -> None:
    async with serve() as server:
        runner = Runner(tmp_path, server)
        server.api.clock.advance(-error)
        await server.queue(said(f"/ask {QUESTION}", GROUP, date=int(server.api.clock.now())))
        async with runner.run(LEGWISE_MODEL="off") as process:
            await server.sent(1)
            _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert "s off Telegram's, which is used instead" in errors
