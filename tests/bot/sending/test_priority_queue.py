"""Rate-limited queues: the best position first, and a place that is given back is used at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.sending.priority_queue import LimitedQueue, Waiter
from bot.sending.sliding_window import Priority, RateLimit
from tests.bot.fake_time import fake_time

CHAT = 300


def now() -> float:
    return asyncio.get_running_loop().time()


def waiter(priority: Priority, number: int) -> Waiter:
    return Waiter((priority, number), asyncio.get_running_loop().create_future())


@fake_time
async def test_a_call_that_is_given_back_counts_nowhere() -> None:
    everywhere = LimitedQueue("everywhere", [RateLimit(1, 60.0)])
    queue = LimitedQueue(CHAT, [RateLimit(1, 60.0)], everywhere)
    queue.spend()
    assert not everywhere.is_open(Priority.PRIVATE)
    queue.give_back()
    assert queue.is_open(Priority.PRIVATE)
    queue.spend()
    assert not queue.is_open(Priority.PRIVATE)


@fake_time
async def test_waiters_use_calls_that_are_given_back_at_once() -> None:
    queue, begun = LimitedQueue(CHAT, [RateLimit(2, 60.0)]), now()
    for _ in range(2):
        queue.spend()
    tasks = [asyncio.create_task(queue.wait(waiter(Priority.PRIVATE, number))) for number in range(3)]
    await asyncio.sleep(5)
    for _ in range(2):
        queue.give_back()
    await asyncio.gather(*tasks[:2])
    assert now() - begun == pytest.approx(5.0)
    await asyncio.gather(*tasks)
    assert now() - begun == pytest.approx(65.0)


@fake_time
async def test_the_best_position_passes_first_whenever_it_came() -> None:
    queue = LimitedQueue(CHAT, [RateLimit(1, 60.0)])
    queue.spend()
    passed: list[int] = []

    async def wait(priority: Priority, number: int) -> None:
        await queue.wait(waiter(priority, number))
        passed.append(number)

    tasks = [asyncio.create_task(wait(Priority.GROUP, 1)), asyncio.create_task(wait(Priority.GROUP, 2))]
    await asyncio.sleep(1)
    tasks += [asyncio.create_task(wait(Priority.PRIVATE, 3)), asyncio.create_task(wait(Priority.URGENT, 4))]
    await asyncio.gather(*tasks)
    assert passed == [4, 3, 1, 2]


@fake_time
async def test_a_hold_lets_urgent_calls_pass_and_a_pause_none() -> None:
    queue = LimitedQueue(CHAT)
    queue.hold(5.0)
    assert queue.is_open(Priority.URGENT)
    assert not queue.is_open(Priority.PRIVATE)
    queue.pause(3.0)
    assert not queue.is_open(Priority.URGENT)
    assert queue.pause_left() == pytest.approx(3.0)
    queue.pause(1.0)
    assert queue.pause_left() == pytest.approx(3.0), "a shorter pause ends no longer one"


@fake_time
async def test_a_queue_is_idle_when_nothing_waits_and_nothing_counts_any_more() -> None:
    queue = LimitedQueue(CHAT, [RateLimit(1, 60.0)])
    assert queue.is_idle()
    queue.spend()
    assert not queue.is_idle()
    await asyncio.sleep(60)
    assert queue.is_idle()
    queue.hold(1.0)
    assert not queue.is_idle()
