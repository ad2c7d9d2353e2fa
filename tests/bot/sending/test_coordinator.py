"""Without other processes, nothing is refused and nothing is counted."""

from __future__ import annotations

from bot.sending.coordinator import NoCoordinator
from bot.sending.pacing import Limits, SendLimiter
from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority
from tests.bot.fake_time import fake_time


async def test_no_call_is_refused_and_no_name_is_counted() -> None:
    coordinator = NoCoordinator()
    assert await coordinator.take(LimitedQueue(300), Priority.GROUP) is None
    assert await coordinator.acquire("notice", 1, 60.0) is None


@fake_time
async def test_a_limiter_without_other_processes_keeps_a_pause_by_itself() -> None:
    limiter = SendLimiter(Limits(), coordinator=NoCoordinator())
    await limiter.flooded(-100, 5.0)
    assert limiter._queues[-100].pause_left() > 4
