"""Errors of the Bot API, and faults of the network that tests can inject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class ApiError(Exception):
    """The Bot API refuses a call."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def response_body(self) -> dict[str, Any]:
        """Return the body of the HTTP response."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class ConnectionDroppedError(Exception):
    """The connection ends without a response."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The response is delayed by some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ExecutedThen:
    """The call is carried out, but its response is a failure, so the bot cannot know that it succeeded."""

    failure: ApiError | ConnectionDroppedError


Fault = ApiError | ConnectionDroppedError | Delay | ExecutedThen


@dataclass
class Recurring:
    """Faults that every nth call of a method meets, in rotation."""

    method: str
    every: int
    faults: Sequence[Fault]
    calls: int = 0

    def due(self, method: str) -> Fault | None:
        """Count a call; return the fault that it meets, if any."""
        if method.casefold() != self.method.casefold():
            return None
        self.calls += 1
        round_, rest = divmod(self.calls, self.every)
        return None if rest else self.faults[(round_ - 1) % len(self.faults)]


def bad_request(description: str) -> ApiError:
    """Return a 400 in the official server's words."""
    return ApiError(400, f"Bad Request: {description}")


def simulator_error(reason: str) -> ApiError:
    """Return a 400 for a mistake of the bot that the official server would silently accept."""
    return ApiError(400, f"simulator: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
