"""Decorators that record metrics of the assistant, the inbox and the HTTP client: kinds and times only."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from telegram.request import BaseRequest, RequestData

from bot.config.proxies import Proxy
from bot.metrics import Metrics, kind_of
from bot.models import Count
from bot.sending.http_request import AiohttpRequest, FloodError
from bot.updates.inbox import Finished, Inbox, StoredUpdate

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    # python-telegram-bot names this type in public signatures, but its module is private.
    from telegram._utils.types import ODVInput

    from bot.updates.expiry import Clock
    from faq.assistant import Answering, RedFlagDetector
    from faq.context import Context
    from faq.models import Faq, Flag, Thresholds
    from faq.outcome import Outcome, Urgent

Timer = Callable[[], float]
_POLL = "/getUpdates"
REMEMBERED = 10_000
"""Updates whose arrival is timed to the millisecond, at most; a longer queue is timed in seconds anyway."""


class InstrumentedAssistant:
    """Counts and times the outcomes of an assistant."""

    def __init__(self, assistant: Answering, metrics: Metrics, timer: Timer = time.perf_counter) -> None:
        self._assistant, self._metrics, self._timer = assistant, metrics, timer
        self.faq: Faq = assistant.faq
        self.thresholds: Thresholds = assistant.thresholds
        self.red_flags: RedFlagDetector = assistant.red_flags

    def red_flag(self, question: str) -> Flag | None:
        """Return a red flag, and count it: no question is asked after it."""
        flag = self._assistant.red_flag(question)
        if flag is not None:
            self._count("urgent", flag.language, Count.RED_FLAG, flag.reply.id)
        return flag

    def ask(self, question: str, context: Context | None = None) -> Outcome:
        """Answer, and record the time and the outcome."""
        began = self._timer()
        outcome = self._assistant.ask(question, context)
        self._metrics.matched(self._timer() - began)
        self._count_outcome(outcome)
        return outcome

    def emergency(self, question: str, context: Context | None = None) -> Urgent | None:
        """Return an emergency, and count it: no question is asked after it."""
        outcome = self._assistant.emergency(question, context)
        if outcome is not None:
            self._count_outcome(outcome)
        return outcome

    def is_clear(self, question: str) -> bool:
        """Return whether a question has a certain answer. Not counted: it is asked after that."""
        return self._assistant.is_clear(question)

    def _count_outcome(self, outcome: Outcome) -> None:
        from faq.outcome import Found, Referred, Smalltalk, Urgent  # noqa: PLC0415 - imported after the first poll

        match outcome:
            case Urgent(reply=reply):
                self._count(outcome.kind, outcome.language, Count.RED_FLAG, reply.id)
            case Found(entry=entry) | Referred(entry=entry):
                self._count(outcome.kind, outcome.language, Count.ANSWER, entry.id)
            case Smalltalk(talk=talk):
                self._count(outcome.kind, outcome.language, Count.SMALL_TALK, talk.kind)
            case _:
                self._count(outcome.kind, outcome.language)

    def _count(self, kind: str, language: str, name: Count | None = None, label: str = "") -> None:
        self._metrics.decided(kind)
        self._metrics.tally.add(Count.LANGUAGE, language)
        if name is not None:
            self._metrics.tally.add(name, label)


class InstrumentedInbox(Inbox):
    """Counts updates as they arrive and are given up, and times their wait."""

    def __init__(self, engine: AsyncEngine, clock: Clock, metrics: Metrics, timer: Timer = time.monotonic) -> None:
        super().__init__(engine, clock)
        self._metrics, self._timer = metrics, timer
        self._arrivals: dict[int, float] = {}

    async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Store updates, and count the new ones by kind."""
        now = self._timer()
        new = await super().add(updates)
        for update in new:
            self._metrics.received(kind_of(update.body))
            if len(self._arrivals) < REMEMBERED:
                self._arrivals[update.update_id] = now
        return new

    async def exchange(
        self, finished: Sequence[Finished] = (), private: int = 0, groups: int = 0, urgent: int = 0
    ) -> tuple[StoredUpdate, ...]:
        """Finish and claim updates; count the faults and time the waits."""
        claimed = await super().exchange(finished, private, groups, urgent)
        for one in finished:
            if one.fault is not None:
                self._metrics.set_aside()
        for update in claimed:
            self._metrics.waited(self._seconds_waited(update))
        return claimed

    def _seconds_waited(self, update: StoredUpdate) -> float:
        arrived = self._arrivals.pop(update.update_id, None)
        # Another process, or an earlier run, stored it: its time is known to the second.
        return self.clock() - update.stored_at if arrived is None else self._timer() - arrived


class InstrumentedRequest(AiohttpRequest):
    """Counts and times Bot API calls."""

    __slots__ = ("_metrics", "_timer")

    def __init__(
        self,
        metrics: Metrics,
        on_server_time: Callable[[float], None],
        proxy: Proxy | None = None,
        timer: Timer = time.perf_counter,
    ) -> None:
        super().__init__(on_server_time, proxy)
        self._metrics, self._timer = metrics, timer

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Make one call, and record its time and result."""
        began, result = self._timer(), "fault"
        try:
            code, payload = await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
            result = _result(code)
        except FloodError:
            result = "flood"
            raise
        finally:
            if _POLL not in url:  # a poll takes as long as no update arrives
                self._metrics.sent(self._timer() - began, result)
        return code, payload


def _result(code: int) -> str:
    if code < HTTPStatus.MULTIPLE_CHOICES:
        return "done"
    return "fault" if code >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused"
