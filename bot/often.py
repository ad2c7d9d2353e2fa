"""Bounds how often a line of one kind is logged: what thousands meet is told, and not told thousands of times.

A kind is a logger and a text before its values are put in. Knows no line and no logger by name.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

MOST, WITHIN = 20, 10.0
"""Lines of a kind that are logged in so many seconds."""
KINDS = 1000
"""Kinds that are known at most: a library that puts values into its texts makes a kind of each."""


@dataclass(slots=True)
class _Told:
    """How many lines of a kind came since a time."""

    since: float
    lines: int = 0


class RepeatFilter(logging.Filter):
    """Keeps lines back that come too often; the next one that is let through tells how many there were."""

    def __init__(self, most: int = MOST, within: float = WITHIN, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._most, self._within, self._clock = most, within, clock
        self._told: dict[tuple[str, object], _Told] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is let through."""
        now, kind = self._clock(), (record.name, record.msg)
        told = self._told.get(kind)
        if told is None or now - told.since >= self._within:
            self._more(record, told)
            told = self._anew(kind, now)
        told.lines += 1
        return told.lines <= self._most

    def _anew(self, kind: tuple[str, object], now: float) -> _Told:
        self._told.pop(kind, None)
        while len(self._told) >= KINDS:
            del self._told[next(iter(self._told))]
        told = self._told[kind] = _Told(now)
        return told

    def _more(self, record: logging.LogRecord, told: _Told | None) -> None:
        if told is not None and told.lines > self._most:
            record.msg, record.args = f"{record.getMessage()} (and {told.lines - self._most} more like it before)", ()
