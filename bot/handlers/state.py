"""Handler state that survives a content reload. In memory only."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.handlers.recent_keys import RecentKeys
from bot.handlers.support import SupportOnce
from bot.handlers.throttle import Throttle
from bot.metrics import Metrics
from bot.store.retention import REFUSAL_TOLD
from faq.gaps import GapFinder


class HandlerState:
    """State shared by the handlers of one run.

    Attributes:
        metrics: counts the messages that get no answer.
        admins: the users with commands of their own, by id.
        inline_throttle: limits inline queries, of which each typed letter makes one.
        shared_questions: the ids of shared questions by chat and message of the question.
        albums: the latest media groups, each with the notice posted under it, or None.
        support: to whom the line of support was told.
        refused: the chats and users that were told that only admins may ask.
        gap_finder: remembers what it read of the shared questions.
        gap_lock: held while gaps are searched, which takes seconds of a core, and decided on.
        migrated_groups: the latest groups that became supergroups.

    """

    def __init__(
        self,
        throttle: Throttle,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
        admins: tuple[int, ...] = (),
    ) -> None:
        self.metrics, self.admins = metrics, admins
        self.inline_throttle = throttle.for_typing()
        self.shared_questions: OrderedDict[tuple[int, int], str] = OrderedDict()
        self.albums: OrderedDict[str, int | None] = OrderedDict()
        self.support = SupportOnce(clock)
        self.refused = RecentKeys(REFUSAL_TOLD, clock)
        self.gap_finder, self.gap_lock = GapFinder(), asyncio.Lock()
        self.migrated_groups: deque[int] = deque(maxlen=64)
