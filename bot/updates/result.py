"""What can come of an update once its handlers ended: the closed set that handlers and workers share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The update is done, be it with an answer, an apology or nothing to say."""


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The answer could not be sent; try again after some seconds."""

    seconds: float


Result = Done | RetryLater
