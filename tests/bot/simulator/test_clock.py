"""The simulator's clock."""

from __future__ import annotations

import time

from bot.simulator import Clock
from tests.bot.simulator.client import SPEED


async def test_a_stopped_clock_moves_only_by_sleep_and_advance() -> None:
    clock = Clock(SPEED, stopped=True)
    begin, real = clock.now(), time.monotonic()
    await clock.sleep(5.0)
    clock.advance(60.0)
    assert clock.now() == begin + 65.0
    assert clock.slept == [5.0]
    assert 5.0 / SPEED <= time.monotonic() - real < 5.0


async def test_a_fast_clock_runs_ahead_of_real_time() -> None:
    clock, normal = Clock(3600.0), Clock()
    begin = clock.now() - normal.now()
    await normal.sleep(0.02)
    assert clock.now() - normal.now() - begin > 60.0
