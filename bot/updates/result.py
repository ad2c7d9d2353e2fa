"""The results of handling an update."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The update is done: answered, or in need of no answer."""


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The answer could not be sent; retry after some seconds."""

    seconds: float


Result = Done | RetryLater
