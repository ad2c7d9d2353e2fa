"""How calls go out: at Telegram's pace, and again where a pause or a fault of the network came between.

Most calls change nothing the second time. A message may have been posted though nobody said so: it is posted again
and the doubt is told, since one answer twice is better than none. What is still not through after the last attempt
is raised, and the update stays in the inbox.
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

from bot.sending.http_request import FloodError, NotSentError
from bot.sending.pacing import LONGEST_PAUSE, Limits, SendLimiter

ApiResult = bool | dict[str, Any] | list[dict[str, Any]]

_PAUSES = (0.5, 1.0, 2.0)
_ONCE = frozenset({"getMe"})
_POSTS = ("send", "copy", "forward")
_EDITS = ("edit",)
_URGENT: ContextVar[bool] = ContextVar("urgent", default=False)

log = logging.getLogger(__name__)


class SendObserver(Protocol):
    """Is told of what happens to calls."""

    def flooded(self) -> None:
        """Telegram asked for a pause."""

    def repeated(self, *, doubtful: bool) -> None:
        """A call is made again; doubtful: a message may come twice."""

    def shed(self) -> None:
        """A group's call is left out, since too many wait."""


class NoObserver:
    """Nobody is told."""

    def flooded(self) -> None:
        """Tell nobody."""

    def repeated(self, *, doubtful: bool) -> None:
        """Tell nobody."""

    def shed(self) -> None:
        """Tell nobody."""


@contextmanager
def high_priority(*, when: bool = True) -> Iterator[None]:
    """What is posted in here, if so, goes before everything else that waits, and is never left out.

    PTB's own `rate_limit_args` would say it as well, but `Message.reply_text` does not take them.
    """
    token = _URGENT.set(when)
    try:
        yield
    finally:
        _URGENT.reset(token)


@dataclass(frozen=True, slots=True)
class Call:
    """A call, and where it writes: in a chat, or in none."""

    method: str
    chat: int | None

    @property
    def where(self) -> int | str:
        """What a pause is for."""
        return self.method if self.chat is None else self.chat

    @property
    def posts(self) -> bool:
        """Whether a second time posts a second message."""
        return self.method.startswith(_POSTS)

    @classmethod
    def of(cls, method: str, data: dict[str, Any]) -> Call:
        """Only what posts or edits messages counts as writing in a chat."""
        chat = data.get("chat_id")
        writes = method.startswith(_POSTS + _EDITS) and method != "sendChatAction"
        return cls(method, chat if writes and isinstance(chat, int) else None)


class RetryingRateLimiter(BaseRateLimiter[int]):
    """Paces calls, and repeats them after a pause of Telegram's or a fault of the network.

    Args:
        pauses: the seconds between attempts.
        limits: what is kept to; None: only the pauses that Telegram asks for.
        observer: is told of what happens.

    """

    def __init__(
        self, pauses: tuple[float, ...] = _PAUSES, limits: Limits | None = None, observer: SendObserver | None = None
    ) -> None:
        self._pauses, self._watch = pauses, observer or NoObserver()
        self.pace = SendLimiter(limits, self._watch.shed)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self, callback: Callable[..., Coroutine[Any, Any, ApiResult]], args: Any, kwargs: dict[str, Any],
        endpoint: str, data: dict[str, Any], rate_limit_args: int | None,  # noqa: ARG002 - PTB's signature
    ) -> ApiResult:  # fmt: skip
        """Make the call, repeating it where that can help. Raises DroppedError beside what the call raises."""
        call = Call.of(endpoint, data)
        attempts = _Retries(call, iter(() if endpoint in _ONCE else self._pauses), self.pace, self._watch)
        while True:
            await self._turn(call)
            try:
                return await callback(*args, **kwargs)
            except BadRequest as refusal:
                if attempts.had_succeeded(refusal):
                    return True
                raise
            except FloodError as flooded:
                await attempts.after_flood(flooded)
            except NetworkError as fault:
                await attempts.after_fault(fault)

    async def _turn(self, call: Call) -> None:
        if call.chat is None:
            await self.pace.method(call.method)
        else:
            await self.pace.chat(call.chat, urgent=_URGENT.get())


@dataclass(slots=True)
class _Retries:
    """The attempts at one call."""

    call: Call
    pauses: Iterator[float]
    pace: SendLimiter
    observer: SendObserver
    doubtful: bool = False
    """Whether one of them may have succeeded though nobody said so."""

    async def after_flood(self, flooded: FloodError) -> None:
        """Note the pause that Telegram wants. Raises it if it is too long to be waited out, or one too many."""
        log.warning("%s: %s", self.call.method, flooded.message)
        self.observer.flooded()
        await self.pace.flooded(self.call.where, flooded.seconds)
        if flooded.seconds > LONGEST_PAUSE or next(self.pauses, None) is None:
            raise flooded

    async def after_fault(self, fault: NetworkError) -> None:
        """Wait until the next attempt, or raise the fault if there is none."""
        unsure, pause = not isinstance(fault, NotSentError), next(self.pauses, None)
        if pause is None:
            raise fault
        self.doubtful = self.doubtful or unsure
        twice = self.call.posts and unsure
        mark = "; it may come twice" if twice else ""
        log.warning("%s: %s; again in %g s%s", self.call.method, fault.message, pause, mark)
        self.observer.repeated(doubtful=twice)
        await asyncio.sleep(pause)

    def had_succeeded(self, refusal: BadRequest) -> bool:
        """Whether a refusal says that an attempt before, of which nothing was heard, had succeeded."""
        deleted = self.call.method == "deleteMessage" and "message to delete not found" in refusal.message.casefold()
        return self.doubtful and deleted
