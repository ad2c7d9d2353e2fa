"""How much the bot answers to one person and in one group. Knows no update, no words and no database.

Whoever it counts is in memory only, for an hour at most. Groups, which are nobody, are counted together with the other
processes where there are any: else the answers of all would wait for the one minute that Telegram allows, and what is
said there next, be it a red flag, behind them. Red flags never come here.
The windows are the library's but for their store: that one wakes a thread for every person it knows, at any
question of anybody, and keeps as many as come.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from bot.sending.coordinator import Coordinator, NoCoordinator

MOST = 10_000
"""Windows that are kept at most; the one that was longest without an answer goes first."""
LONGEST = 3600.0
"""Seconds after which no window counts what was in it."""
LATELY = 1000
"""Questions at most that are remembered to have had their turn."""

Clock = Callable[[], float]
Bound = tuple[RateLimitItem, str]
"""A limit, and the name of whom it binds."""


class Verdict(Enum):
    """Whether to answer, to say once that it is enough for now, or to say nothing."""

    ALLOWED = auto()
    NOTICE = auto()
    QUIET = auto()


class MemoryWindows(MemoryStorage):
    """The times of what was state allowed, by key."""

    def __init__(self, clock: Clock = time.monotonic, most: int = MOST) -> None:
        super().__init__()
        self._clock, self._most = clock, most
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def empty(self) -> MemoryWindows:
        """Other windows by the same clock."""
        return MemoryWindows(self._clock, self._most)

    def __len__(self) -> int:
        return len(self._times)

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note `amount` more, if that stays within `limit` in the last `expiry` seconds."""
        times = self._lately(key, expiry)
        if len(times) + amount > limit:
            return False
        times.extend([self._clock()] * amount)
        self._times[key] = times
        self._times.move_to_end(key)
        self._forget()
        return True

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - theirs
        """The time of the oldest in the last `expiry` seconds, and how many there are."""
        times = self._lately(key, expiry)
        return (times[0] if times else self._clock()), len(times)

    async def clear(self, key: str) -> None:
        """Forget a window."""
        self._times.pop(key, None)

    async def reset(self) -> int:
        """Forget all windows; return how many there were."""
        there = len(self._times)
        self._times.clear()
        return there

    def _lately(self, key: str, expiry: int) -> list[float]:
        times = self._times.get(key, [])
        del times[: bisect_right(times, self._clock() - expiry)]
        return times

    def _forget(self) -> None:
        """Drop, the longest unseen first, what no longer counts, and what is too many."""
        while self._times and (len(self._times) > self._most or self._counts_no_more(next(iter(self._times.values())))):
            self._times.popitem(last=False)

    def _counts_no_more(self, times: list[float]) -> bool:
        return not times or times[-1] <= self._clock() - LONGEST


@dataclass(frozen=True, slots=True)
class Throttle:
    """Says whose turn it is.

    Attributes:
        person: what one person gets, wherever they ask.
        group: what one group gets. With the notice, and one kept for a red flag, it is the 20 messages a minute that
            Telegram lets a bot write.
        windows: where it is counted.
        others: the processes that answer for the same bot.

    """

    person: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(20), RateLimitItemPerHour(200))
    group: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(18),)
    windows: MemoryWindows = field(default_factory=MemoryWindows)
    others: Coordinator = field(default_factory=NoCoordinator)
    _had: OrderedDict[Hashable, None] = field(default_factory=OrderedDict)

    def for_typing(self) -> Throttle:
        """What is fair where each letter typed is a question of its own: inline, on windows of its own."""
        return replace(self, person=(RateLimitItemPerMinute(60),), windows=self.windows.empty(), _had=OrderedDict())

    async def check(self, person: int | None, chat: int | None, question: Hashable = None) -> Verdict:
        """Whether to answer this person in this chat, and count it if so.

        Private chats (0 and above) have no limit of their own. The first refusal in a window is worth a notice.
        A question that had its turn has it still, if it is named: its answer could not be sent.
        """
        if question is not None and question in self._had:
            return Verdict.ALLOWED
        told = await self._turn(person, chat)
        if told is Verdict.ALLOWED and question is not None:
            self._had[question] = None
            if len(self._had) > LATELY:
                self._had.popitem(last=False)
        return told

    async def _turn(self, person: int | None, chat: int | None) -> Verdict:
        limiter, asking, there = MovingWindowRateLimiter(self.windows), self._asking(person), self._there(chat)
        if there and all([await limiter.test(*bound) for bound in asking]):
            told = await self._of_all(there)
            if told is Verdict.NOTICE or told is Verdict.QUIET:
                return told
            there = there if told is None else ()
        # Nothing from here on waits for anything, so no other turn comes between the tests and the hits.
        for limit, whom in there + asking:
            if not await limiter.test(limit, whom):
                return await _refused(limiter, limit, whom)
        for limit, whom in there + asking:
            await limiter.hit(limit, whom)
        return Verdict.ALLOWED

    async def _of_all(self, there: tuple[Bound, ...]) -> Verdict | None:
        """What there is for a group, as all processes count it; None if there are no others, or none can be asked."""
        for limit, whom in there:
            match await self.others.acquire(f"answers in {whom}", limit.amount, limit.get_expiry()):
                case None:
                    return None
                case False:
                    first = await self.others.acquire(f"notice in {whom}", 1, limit.get_expiry())
                    return Verdict.NOTICE if first else Verdict.QUIET
        return Verdict.ALLOWED

    def _asking(self, person: int | None) -> tuple[Bound, ...]:
        return () if person is None else tuple((limit, f"person {person}") for limit in self.person)

    def _there(self, chat: int | None) -> tuple[Bound, ...]:
        return () if chat is None or chat >= 0 else tuple((limit, f"chat {chat}") for limit in self.group)


async def _refused(limiter: MovingWindowRateLimiter, limit: RateLimitItem, whom: str) -> Verdict:
    once = type(limit)(1, limit.multiples, "NOTICE")
    return Verdict.NOTICE if await limiter.hit(once, whom) else Verdict.QUIET
