"""The ways in which a call can fail: production's own refusals, and a network that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class Refusal(Exception):  # noqa: N818 - a value that travels as an exception
    """Production would refuse the call."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def envelope(self) -> dict[str, Any]:
        """The body of the HTTP answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class Dropped(Exception):  # noqa: N818 - as above
    """The connection ends without an answer."""


@dataclass(frozen=True, slots=True)
class Late:
    """The call is answered, but only after some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class DoneThen:
    """The call is carried out, and yet its answer is a failure: the bot cannot tell that it was done."""

    failure: Refusal | Dropped


Fault = Refusal | Dropped | Late | DoneThen


@dataclass
class Recurring:
    """Every so-many-th call of a method meets a fault, for ever: each of them in turn."""

    method: str
    every: int
    faults: Sequence[Fault]
    calls: int = 0

    def due(self, method: str) -> Fault | None:
        """Count a call; return the fault that it meets, if any."""
        if method.casefold() != self.method.casefold():
            return None
        self.calls += 1
        turn, rest = divmod(self.calls, self.every)
        return None if rest else self.faults[(turn - 1) % len(self.faults)]


def bad(description: str) -> Refusal:
    """A 400 in production's words."""
    return Refusal(400, f"Bad Request: {description}")


def judged(reason: str) -> Refusal:
    """A 400 for what production would let pass or drop in silence, and which is a fault of the bot's all the same."""
    return Refusal(400, f"judge: {reason}")


def flooded(seconds: int) -> Refusal:
    """A 429."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
