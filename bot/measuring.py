"""Parts that do what theirs does and have it counted: the inbox, and the transport to Telegram.

Nothing of an update or of a call is looked at but its kind and how it ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics, kind_of
from bot.sending.http_request import AiohttpRequest, FloodError
from bot.updates.inbox import Finished, Inbox, StoredUpdate

if TYPE_CHECKING:  # python-telegram-bot names this type in public signatures, but keeps it in a private place
    from telegram._utils.types import ODVInput

Clock = Callable[[], float]
_POLL = "/getUpdates"
REMEMBERED = 10_000
"""Updates at most whose coming is timed to the millisecond; more than that wait for seconds anyway."""


@dataclass(frozen=True, slots=True)
class InstrumentedInbox(Inbox):
    """An inbox whose updates are counted as they come, are taken up and are given up."""

    metrics: Metrics = field(default_factory=Metrics.fresh)
    timer: Clock = time.monotonic
    _since: dict[int, float] = field(default_factory=dict)

    async def keep(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
        """Keep updates durably; return those that had not come before."""
        now = self.timer()
        new = await Inbox.keep(self, updates)
        for kept in new:
            self.metrics.came(kind_of(kept.body))
            if len(self._since) < REMEMBERED:
                self._since[kept.update_id] = now
        return new

    async def exchange(
        self, closed: Sequence[Finished] = (), private: int = 0, groups: int = 0
    ) -> tuple[StoredUpdate, ...]:
        """Close what is done, and claim what is next."""
        taken = await Inbox.exchange(self, closed, private, groups)
        for one in closed:
            if one.fault is not None:
                self.metrics.set_aside()
        for kept in taken:
            self.metrics.waited(self._waited(kept))
        return taken

    def _waited(self, kept: StoredUpdate) -> float:
        """Seconds; to the second only, where another process or an earlier run kept it."""
        since = self._since.pop(kept.update_id, None)
        return self.clock() - kept.kept_at if since is None else self.timer() - since


class InstrumentedRequest(AiohttpRequest):
    """A transport whose calls are counted and timed."""

    __slots__ = ("_clock", "_metrics")

    def __init__(
        self, metrics: Metrics, heard: Callable[[float], None] = lambda _: None, clock: Clock = time.perf_counter
    ) -> None:
        super().__init__(heard)
        self._metrics, self._clock = metrics, clock

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Make one call; return HTTP's code and the body. Raises what the transport raises."""
        began, result = self._clock(), "fault"
        try:
            code, payload = await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
            result = _result(code)
        except FloodError:
            result = "flood"
            raise
        finally:
            if _POLL not in url:  # a poll takes as long as nothing happens
                self._metrics.sent(self._clock() - began, result)
        return code, payload


def _result(code: int) -> str:
    if code < HTTPStatus.MULTIPLE_CHOICES:
        return "done"
    return "fault" if code >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused"
