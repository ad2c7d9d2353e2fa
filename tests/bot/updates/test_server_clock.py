"""A run on a machine whose clock is wrong: as long as Telegram tells the time, nobody goes without an answer."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from bot.simulator import serving
from tests.bot.sample_updates import GROUP, said
from tests.bot.test_run import QUESTION, House, ended


@pytest.mark.parametrize("off", [-3600, 3600])
async def test_a_group_is_answered_by_a_machine_whose_clock_is_an_hour_wrong(tmp_path: Path, off: int) -> None:
    """By that clock each question would be an hour old, which is too late for a group."""
    async with serving() as server:
        house = House(tmp_path, server)
        server.judge.clock.advance(-off)
        await server.queue(said(f"/ask {QUESTION}", GROUP, date=int(server.judge.clock.now())))
        async with house.running(LEGWISE_MODEL="off") as process:
            await server.sent(1)
            _, errors = await ended(process, signal.SIGTERM)
    assert "s off Telegram's, and is set by it" in errors
