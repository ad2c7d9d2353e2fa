"""An event loop whose clock jumps over every wait, so that a test of minutes takes no time and is deterministic."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

STEP = 1e-9
"""Seconds that pass at each step of the loop: a wait too short for a float would never end otherwise."""


class FakeSelector(selectors.DefaultSelector):
    """Adds a timeout to its clock instead of waiting."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise AssertionError("all tasks wait, and no event will come")
        self.now += STEP if ready or not timeout else timeout + STEP
        return ready


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on the clock of its selector."""

    def __init__(self) -> None:
        self._fake_selector = FakeSelector()
        super().__init__(self._fake_selector)

    def time(self) -> float:
        return self._fake_selector.now


def run_in_fake_time(test: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine. Raises AssertionError if it leaves a task waiting."""

    async def run() -> None:
        await test
        assert asyncio.all_tasks() == {asyncio.current_task()}, "a task still waits"

    with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
        runner.run(run())


def fake_time(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Have a test run in fake time."""

    @functools.wraps(test)
    def run() -> None:
        run_in_fake_time(test())

    return run
