"""Sessions: one for each login, or a single one for a desk that only this computer reaches."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

LONGEST_SESSION, LONGEST_PAUSE = 12 * 3600.0, 3600.0
"""Seconds after which a session ends: since the login, and since the last request."""


@dataclass(frozen=True, slots=True)
class Session:
    """The session of a request.

    Attributes:
        csrf_token: proves that a request comes from a page of this session.
        has_login: whether there is anything to log out of.

    """

    csrf_token: str
    has_login: bool

    @classmethod
    def new(cls, *, has_login: bool) -> Session:
        """Return a session with a token of its own."""
        return cls(secrets.token_urlsafe(32), has_login)


FindSession = Callable[[str], Session | None]
"""Returns the session of a cookie's value, which is empty if there is no cookie."""
CURRENT: ContextVar[Session | None] = ContextVar("session", default=None)
"""The session of the request in progress."""


@dataclass(slots=True)
class _Visit:
    session: Session
    started: float
    seen: float


class Sessions:
    """The sessions since the start, by a random id. They are in memory only, so a restart ends them."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._visits: dict[str, _Visit] = {}

    def start(self) -> str:
        """Start a session, and return its id."""
        self._visits = {id_: visit for id_, visit in self._visits.items() if not self._is_over(visit)}
        id_, now = secrets.token_urlsafe(32), self._clock()
        self._visits[id_] = _Visit(Session.new(has_login=True), now, now)
        return id_

    def find(self, id_: str) -> Session | None:
        """Return a session, which lasts longer for it; None if there is none, or if it is over."""
        visit = self._visits.get(id_)
        if visit is None or self._is_over(visit):
            return None
        visit.seen = self._clock()
        return visit.session

    def end(self, id_: str) -> None:
        """End a session."""
        self._visits.pop(id_, None)

    def _is_over(self, visit: _Visit) -> bool:
        now = self._clock()
        return now - visit.started >= LONGEST_SESSION or now - visit.seen >= LONGEST_PAUSE
