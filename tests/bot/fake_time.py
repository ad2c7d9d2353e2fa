"""An event loop whose time leaps over every wait: tests of minutes take no time, and come out the same each time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any

STEP = 1e-9
"""Seconds that each look takes: who waits for less than a float can tell would else wait for ever."""


class Leaping(selectors.DefaultSelector):
    """Waits for nothing; notes for how long it would have."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise AssertionError("everybody waits, and nothing will ever come")
        self.now += STEP if ready or not timeout else timeout + STEP
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop on the time of its selector."""

    def __init__(self) -> None:
        self._leaping = Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now


def leaping(story: Coroutine[Any, Any, None]) -> None:
    """Run a story. Raises AssertionError if it leaves somebody waiting."""

    async def told() -> None:
        await story
        assert asyncio.all_tasks() == {asyncio.current_task()}, "somebody still waits"

    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        runner.run(told())
