"""The counterpart's time: a test of hours takes no hours, since it can run faster, stand still and be put forward."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Seconds since 1970, running `speed` times as fast as the world's.

    One that is `stopped` moves only when it is put forward and when somebody sleeps, which still takes its while.
    `slept` are the seconds of each sleep.
    """

    speed: float = 1.0
    stopped: bool = False
    slept: list[float] = field(default_factory=list)
    _ahead: float = 0.0
    _start: float = field(default_factory=time.time)
    _zero: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        """The time."""
        passed = 0.0 if self.stopped else (time.monotonic() - self._zero) * self.speed
        return self._start + self._ahead + passed

    def advance(self, seconds: float) -> None:
        """Put the clock forward. Wakes nobody who sleeps."""
        self._ahead += seconds

    def real(self, seconds: float) -> float:
        """What so many seconds of this clock are in the world's."""
        return seconds / self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds of this clock."""
        self.slept.append(seconds)
        await asyncio.sleep(self.real(seconds))
        if self.stopped:
            self.advance(seconds)
