"""Sends calls at the pace that Telegram allows, and repeats them after a pause or a network fault.

If a post fails without a clear answer, it is repeated a few times (see `bot.sending.doubt`) and logged as a possible
duplicate: twice is better than never. After the last retry the error is raised, and the update stays in the inbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from telegram.error import BadRequest, NetworkError
from telegram.ext import BaseRateLimiter

from bot.sending.doubt import Doubts, current_doubts
from bot.sending.http_request import FloodError, NotSentError
from bot.sending.pacing import LONGEST_PAUSE, Scope, SendLimiter

ApiResult = bool | dict[str, Any] | list[dict[str, Any]]

_DELAYS = (0.5, 1.0, 2.0)
_NEVER_RETRIED = frozenset({"getMe"})
_SEND_PREFIXES = ("send", "copy", "forward")
_EDIT_PREFIXES = ("edit",)
_URGENT: ContextVar[bool] = ContextVar("urgent", default=False)

log = logging.getLogger(__name__)


class SendObserver(Protocol):
    """Observes calls, for metrics."""

    def flooded(self) -> None:
        """Telegram asked for a pause."""

    def repeated(self, *, doubtful: bool) -> None:
        """A call is repeated; doubtful: a message may be posted twice."""


class NoObserver:
    """Observes nothing."""

    def flooded(self) -> None:
        """Do nothing."""

    def repeated(self, *, doubtful: bool) -> None:
        """Do nothing."""


@contextmanager
def high_priority(*, when: bool = True) -> Iterator[None]:
    """Send the messages of this context before all others, and never drop them.

    PTB's `rate_limit_args` would do, but `Message.reply_text` does not accept them.
    """
    token = _URGENT.set(when)
    try:
        yield
    finally:
        _URGENT.reset(token)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a method, and the chat in which it writes."""

    method: str
    chat_id: int | None

    @property
    def scope(self) -> Scope:
        """The chat or method that a pause applies to."""
        return self.method if self.chat_id is None else self.chat_id

    @property
    def posts(self) -> bool:
        """Whether a repetition posts a second message."""
        return self.method.startswith(_SEND_PREFIXES)

    @classmethod
    def of(cls, method: str, data: dict[str, Any]) -> Call:
        """Only calls that post or edit messages count as writing in a chat."""
        chat_id = data.get("chat_id")
        writes = method.startswith(_SEND_PREFIXES + _EDIT_PREFIXES) and method != "sendChatAction"
        return cls(method, chat_id if writes and isinstance(chat_id, int) else None)


class RetryingRateLimiter(BaseRateLimiter[int]):
    """Delays calls until they may be sent, and repeats them.

    Args:
        limiter: None: only the pauses that Telegram asks for.
        observer: is notified of pauses and repetitions.
        delays: seconds between attempts.

    """

    def __init__(
        self,
        limiter: SendLimiter | None = None,
        observer: SendObserver | None = None,
        delays: tuple[float, ...] = _DELAYS,
    ) -> None:
        self._limiter, self._observer = limiter or SendLimiter(None), observer or NoObserver()
        self._delays = delays

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(
        self, callback: Callable[..., Coroutine[Any, Any, ApiResult]], args: Any, kwargs: dict[str, Any],
        endpoint: str, data: dict[str, Any], rate_limit_args: int | None,  # noqa: ARG002 - PTB's signature
    ) -> ApiResult:  # fmt: skip
        """Make the call, and repeat it if that can help. Raises DroppedError, InDoubtError and the call's errors."""
        call, doubts = Call.of(endpoint, data), current_doubts()
        delays = iter(() if endpoint in _NEVER_RETRIED else self._delays)
        retries = _Retries(call, delays, self._limiter, self._observer, doubts)
        while True:
            retries.check()
            await self._wait(call)
            try:
                result = await callback(*args, **kwargs)
            except BadRequest as refusal:
                if retries.had_succeeded(refusal):
                    return True
                raise
            except FloodError as flooded:
                await retries.after_flood(flooded)
            except NetworkError as fault:
                await retries.after_fault(fault)
            else:
                retries.succeeded()
                return result

    async def _wait(self, call: Call) -> None:
        if call.chat_id is None:
            await self._limiter.wait_for_method(call.method)
        else:
            await self._limiter.wait_for_chat(call.chat_id, urgent=_URGENT.get())


@dataclass(slots=True)
class _Retries:
    """The attempts at one call."""

    call: Call
    delays: Iterator[float]
    limiter: SendLimiter
    observer: SendObserver
    doubts: Doubts
    is_doubtful: bool = False
    """Whether an attempt may have succeeded without a response."""

    def check(self) -> None:
        """Raise InDoubtError if the message may have been posted too often already."""
        if self.call.posts:
            self.doubts.check(urgent=_URGENT.get())

    def succeeded(self) -> None:
        """Forget the doubts: the message that they were about is posted."""
        if self.call.posts:
            self.doubts.posts = 0

    async def after_flood(self, flooded: FloodError) -> None:
        """Keep the pause that Telegram asked for. Raises the error if the pause is too long, or one too many."""
        log.warning("%s: %s", self.call.method, flooded.message)
        self.observer.flooded()
        await self.limiter.flooded(self.call.scope, flooded.seconds)
        if flooded.seconds > LONGEST_PAUSE or next(self.delays, None) is None:
            raise flooded

    async def after_fault(self, fault: NetworkError) -> None:
        """Wait until the next attempt. Raises the fault after the last one, or InDoubtError."""
        is_unclear, delay = not isinstance(fault, NotSentError), next(self.delays, None)
        may_duplicate = self.call.posts and is_unclear
        if may_duplicate:
            self.doubts.add(urgent=_URGENT.get())
        if delay is None:
            raise fault
        self.is_doubtful = self.is_doubtful or is_unclear
        warning = "; it may be posted twice" if may_duplicate else ""
        log.warning("%s: %s; retrying in %g s%s", self.call.method, fault.message, delay, warning)
        self.observer.repeated(doubtful=may_duplicate)
        await asyncio.sleep(delay)

    def had_succeeded(self, refusal: BadRequest) -> bool:
        """Return whether the refusal shows that an earlier attempt without a response had succeeded."""
        deleted = self.call.method == "deleteMessage" and "message to delete not found" in refusal.message.casefold()
        return self.is_doubtful and deleted
