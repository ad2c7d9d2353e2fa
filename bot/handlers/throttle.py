"""Limits the answers that one user and one group get.

Per-user counters live in memory, for at most an hour. Group counters hold no personal data and are shared between
replicas; otherwise the replicas together would fill the group's Telegram quota, and even a red-flag reply would have
to wait. Red-flag replies are not throttled.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from enum import Enum, auto

from bot.models import is_group
from bot.sending.coordinator import Coordinator, NoCoordinator
from bot.sending.sliding_window import RateLimit, SlidingWindow
from bot.store.retention import ANSWER_COUNTS

MAX_WINDOWS = 10_000
MAX_QUESTIONS = 1000
"""Allowed questions that are remembered, so that a retry is not counted again."""
PER_USER = (RateLimit(20, 60.0), RateLimit(200, ANSWER_COUNTS.total_seconds()))
PER_USER_TYPING = (RateLimit(60, 60.0),)
PER_GROUP = (RateLimit(18, 60.0),)
"""With the notice and one red-flag reply, the 20 messages a minute that Telegram allows a bot in a group."""

Counter = tuple[str, RateLimit]
"""The name of a user or group, and a limit on it."""


class Verdict(Enum):
    """Whether to answer, to post the one notice, or to stay silent."""

    ALLOWED = auto()
    NOTICE = auto()
    QUIET = auto()


class MemoryWindows:
    """Sliding windows in memory; the least recently used are evicted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MAX_WINDOWS) -> None:
        self._clock, self._most = clock, most
        self._windows: OrderedDict[Counter, SlidingWindow] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    def empty(self) -> MemoryWindows:
        """Return an empty store with the same clock and size."""
        return MemoryWindows(self._clock, self._most)

    def is_open(self, counter: Counter) -> bool:
        """Return whether the limit allows one more."""
        window = self._windows.get(counter)
        return window is None or window.is_open()

    def spend(self, counter: Counter) -> None:
        """Count one."""
        window = self._windows.setdefault(counter, SlidingWindow(counter[1], self._clock))
        window.spend()
        self._windows.move_to_end(counter)
        while len(self._windows) > self._most or next(iter(self._windows.values())).level() == 0:
            self._windows.popitem(last=False)


class Throttle:
    """Decides whether a user is answered in a chat.

    Args:
        per_user: limits on one user in all chats together.
        per_group: limits on one group.
        windows: the counters of this process.
        coordinator: shares the groups' counters with other processes of the same bot.

    """

    def __init__(
        self,
        per_user: tuple[RateLimit, ...] = PER_USER,
        per_group: tuple[RateLimit, ...] = PER_GROUP,
        windows: MemoryWindows | None = None,
        coordinator: Coordinator | None = None,
    ) -> None:
        self._per_user, self._per_group = per_user, per_group
        self._windows = MemoryWindows() if windows is None else windows
        self._coordinator = coordinator or NoCoordinator()
        self._allowed: OrderedDict[Hashable, None] = OrderedDict()

    def for_typing(self) -> Throttle:
        """Return a throttle for inline queries, with counters of its own."""
        return Throttle(PER_USER_TYPING, self._per_group, self._windows.empty(), self._coordinator)

    def is_exhausted(self, author_id: int, question: Hashable = None) -> bool:
        """Return whether the author's own limit allows no more answers; this counts nothing."""
        return question not in self._allowed and not all(map(self._windows.is_open, self._of_author(author_id)))

    async def check(self, author_id: int, chat_id: int | None, question: Hashable = None) -> Verdict:
        """Decide whether to answer, and count the answer if so; for the author, see `bot.handlers.author`.

        Private chats have no limit of their own. The first refusal in a window is worth a notice. A question that
        was allowed once is allowed again, because its answer could not be sent.
        """
        if question is not None and question in self._allowed:
            return Verdict.ALLOWED
        verdict = await self._count(self._of_author(author_id), self._of_group(chat_id))
        if verdict is Verdict.ALLOWED and question is not None:
            self._allowed[question] = None
            if len(self._allowed) > MAX_QUESTIONS:
                self._allowed.popitem(last=False)
        return verdict

    async def _count(self, user: tuple[Counter, ...], group: tuple[Counter, ...]) -> Verdict:
        if group and all(map(self._windows.is_open, user)):
            verdict = await self._count_shared(group)
            if verdict is Verdict.NOTICE or verdict is Verdict.QUIET:
                return verdict
            group = group if verdict is None else ()
        # No await from here on, so no other check runs between the tests and the counts.
        for counter in group + user:
            if not self._windows.is_open(counter):
                return self._refuse(counter)
        for counter in group + user:
            self._windows.spend(counter)
        return Verdict.ALLOWED

    async def _count_shared(self, group: tuple[Counter, ...]) -> Verdict | None:
        """Count in all processes together; None if there are no others or they cannot be reached."""
        for name, limit in group:
            match await self._coordinator.acquire(f"answers in {name}", limit.most, limit.seconds):
                case None:
                    return None
                case False:
                    first = await self._coordinator.acquire(f"notice in {name}", 1, limit.seconds)
                    return Verdict.NOTICE if first else Verdict.QUIET
        return Verdict.ALLOWED

    def _refuse(self, counter: Counter) -> Verdict:
        name, limit = counter
        notice = f"notice to {name}", RateLimit(1, limit.seconds)
        if not self._windows.is_open(notice):
            return Verdict.QUIET
        self._windows.spend(notice)
        return Verdict.NOTICE

    def _of_author(self, author_id: int) -> tuple[Counter, ...]:
        return tuple((f"person {author_id}", limit) for limit in self._per_user)

    def _of_group(self, chat_id: int | None) -> tuple[Counter, ...]:
        return tuple((f"chat {chat_id}", limit) for limit in self._per_group) if chat_id and is_group(chat_id) else ()
