"""The simulator's clock: it can run faster, stop and be put forward, so that tests of hours take seconds."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Seconds since 1970, running `speed` times as fast as real time.

    A `stopped` clock moves only by `advance` and by `sleep`, which still takes real time. `slept` lists the seconds of
    each sleep.
    """

    speed: float = 1.0
    stopped: bool = False
    slept: list[float] = field(default_factory=list)
    _offset: float = 0.0
    _start: float = field(default_factory=time.time)
    _zero: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        """Return the time."""
        passed = 0.0 if self.stopped else (time.monotonic() - self._zero) * self.speed
        return self._start + self._offset + passed

    def advance(self, seconds: float) -> None:
        """Put the clock forward. A running `sleep` is not shortened."""
        self._offset += seconds

    def real_seconds(self, seconds: float) -> float:
        """Convert seconds of this clock into real seconds."""
        return seconds / self.speed

    async def sleep(self, seconds: float) -> None:
        """Sleep for seconds of this clock."""
        self.slept.append(seconds)
        await asyncio.sleep(self.real_seconds(seconds))
        if self.stopped:
            self.advance(seconds)
