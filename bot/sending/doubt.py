"""Messages in doubt: a call was made that posts one, and the response does not tell whether it was posted.

The Bot API offers no way to find out, and a message has no key by which Telegram would recognise a repetition. So it is
tried a few times, over longer than most outages last, and then counts as sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from telegram.error import NetworkError

MAX_POSTS = 3
"""Posts in doubt of one message."""
MAX_URGENT_POSTS = 40
"""The same in an emergency, where many copies are better than no help: about ten minutes of attempts."""
_AT_ONCE = 1
"""Posts in doubt that are repeated within the call: a connection often ends just as it is used."""
_RETRY_AFTER, _URGENT_RETRY_AFTER = 30.0, 5.0
"""Seconds; the worker makes later pauses longer."""


class InDoubtError(NetworkError):
    """A message may have been posted. Without `retry_after`, which is in seconds, it is not to be posted again."""

    __slots__ = ("retry_after",)

    def __init__(self, posts: int, retry_after: float | None) -> None:
        super().__init__(f"{posts} posts without a clear response")
        self.retry_after = retry_after


@dataclass(slots=True)
class Doubts:
    """The posts in doubt since the last one with a clear response."""

    posts: int = 0

    def add(self, *, urgent: bool) -> None:
        """Count a post in doubt. Raises InDoubtError if the message must not be posted again at once."""
        self.posts += 1
        if self.posts > _AT_ONCE:
            raise self._error(urgent=urgent)

    def check(self, *, urgent: bool) -> None:
        """Raise InDoubtError if no further post is allowed."""
        if self.posts >= _most(urgent=urgent):
            raise self._error(urgent=urgent)

    def _error(self, *, urgent: bool) -> InDoubtError:
        if self.posts >= _most(urgent=urgent):
            return InDoubtError(self.posts, None)
        return InDoubtError(self.posts, _URGENT_RETRY_AFTER if urgent else _RETRY_AFTER)


_CURRENT: ContextVar[Doubts | None] = ContextVar("doubts", default=None)


@contextmanager
def counting_doubts() -> Iterator[None]:
    """Count the posts in doubt of all attempts in this context together: those at one update."""
    token = _CURRENT.set(Doubts())
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_doubts() -> Doubts:
    """Return the doubts of this context; new ones outside of any."""
    return _CURRENT.get() or Doubts()


def _most(*, urgent: bool) -> int:
    return MAX_URGENT_POSTS if urgent else MAX_POSTS
