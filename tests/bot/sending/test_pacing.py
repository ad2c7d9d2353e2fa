"""Pacing: no more messages than Telegram allows, urgent ones first, and no chat delayed by another one's flood."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import concurrency
from bot.sending.coordinator import Refusal
from bot.sending.http_request import FloodError
from bot.sending.pacing import LONGEST_PAUSE, DroppedError, Limits, SendLimiter
from bot.sending.priority_queue import LimitedQueue
from bot.sending.sliding_window import Priority
from tests.bot.fake_time import fake_time, run_in_fake_time
from tests.bot.sending.times import most_within

LIMITS = Limits()
GROUP, OTHER, PERSON = -100, -200, 300

NOW = pytest.approx(0.0, abs=1e-4)


@dataclass
class Script:
    """Makes calls, and records when each of them passed: seconds since the beginning, and the chat."""

    limiter: SendLimiter = field(default_factory=lambda: SendLimiter(LIMITS))
    sent: list[tuple[float, int]] = field(default_factory=list)
    waiting: int = 0
    begun: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time() - self.begun

    async def call(self, chat: int, *, urgent: bool = False) -> None:
        self.waiting += 1
        try:
            await self.limiter.wait_for_chat(chat, urgent=urgent)
        finally:
            self.waiting -= 1
        self.sent.append((self.now, chat))

    def calls(self, chat: int, count: int = 1) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.call(chat)) for _ in range(count)]

    def times(self, chat: int) -> list[float]:
        return [at for at, sent_to in self.sent if sent_to == chat]


@dataclass
class BusyCoordinator:
    """Other processes that refuse calls: the number of a queue, for how long, and whether it is a pause."""

    refusals: list[tuple[int, float, bool] | None]

    async def take(self, queue: LimitedQueue, priority: Priority) -> Refusal | None:
        await asyncio.sleep(0.001)
        path = list(queue.path())
        match self.refusals.pop() if self.refusals else None:
            case (number, seconds, is_pause):
                return Refusal(path[number % len(path)], seconds, is_pause)
        return None

    async def pause(self, chat_id: int, seconds: float) -> None:
        await asyncio.sleep(0.001)

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        return None


@settings(max_examples=60)
@given(
    st.lists(st.none() | st.tuples(st.integers(0, 2), st.floats(0, 19), st.booleans()), max_size=30),
    st.lists(
        st.tuples(st.sampled_from([GROUP, OTHER, PERSON, PERSON + 1]), st.booleans(), st.floats(0, 9), st.booleans()),
        max_size=60,
    ),
)
def test_every_call_passes_whatever_other_processes_take_and_other_calls_give_up(
    refusals: list[tuple[int, float, bool] | None], calls: list[tuple[int, bool, float, bool]]
) -> None:
    async def test() -> None:
        script = Script(SendLimiter(LIMITS, coordinator=BusyCoordinator(refusals)))
        tasks: list[asyncio.Task[None]] = []
        for chat, urgent, gap, gives_up in calls:
            tasks.append(asyncio.create_task(script.call(chat, urgent=urgent)))
            await asyncio.sleep(gap / 10)
            if gives_up:
                tasks[-1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.cancelled() or task.exception() is None for task in tasks)
        assert script.waiting == 0
        await asyncio.sleep(1)  # the cancelled tasks end

    run_in_fake_time(test())


@fake_time
async def test_a_chat_gets_three_at_once_and_then_one_a_second_on_average() -> None:
    script = Script()
    await asyncio.gather(*script.calls(PERSON, 9))
    assert script.times(PERSON) == pytest.approx([0, 0, 0, 3.25, 3.25, 3.25, 6.5, 6.5, 6.5], abs=0.01)


@fake_time
async def test_in_a_group_one_of_three_at_once_is_reserved_for_a_red_flag() -> None:
    script = Script()
    flood = script.calls(GROUP, 9)
    await asyncio.sleep(1)
    assert script.times(GROUP) == pytest.approx([0, 0], abs=0.01)
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(1.0)
    await asyncio.gather(*flood)


@fake_time
async def test_a_group_gets_twenty_in_any_minute_one_of_them_reserved_for_a_red_flag() -> None:
    script = Script()
    await asyncio.gather(*script.calls(GROUP, 70))
    times = script.times(GROUP)
    assert most_within(times, 60) == 19
    assert times[-1] < 4 * 60, "and no fewer than it may"


@fake_time
async def test_all_chats_together_get_thirty_in_any_second_one_of_them_reserved_for_a_red_flag() -> None:
    script = Script()
    await asyncio.gather(*(task for chat in range(1, 301) for task in script.calls(chat)))
    times = [at for at, _ in script.sent]
    assert most_within(times, 0.999) == 29
    assert times[-1] == pytest.approx(10.0, abs=0.1)


@fake_time
async def test_a_red_flag_does_not_wait_for_a_flood_but_the_next_one_waits_for_telegrams_limit() -> None:
    script = Script()
    flood = script.calls(GROUP, 60)
    await asyncio.sleep(30)
    assert (len(script.times(GROUP)), script.waiting) == (19, 41)
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(30.0)
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(60.25, abs=0.01), "the twenty of a minute are used up"
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@fake_time
async def test_a_flooded_group_never_delays_another_chat() -> None:
    script = Script()
    flood = script.calls(GROUP, 500)
    await asyncio.sleep(5)
    await asyncio.gather(*script.calls(PERSON), *script.calls(OTHER))
    assert script.times(PERSON) == script.times(OTHER) == pytest.approx([5.0])
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@fake_time
async def test_a_private_chat_does_not_wait_for_a_thousand_groups() -> None:
    script = Script()
    flood = [task for group in range(1, 1000) for task in script.calls(-group)]
    for second in range(1, 20):
        await asyncio.sleep(1)
        before = script.now
        await script.call(second)
        assert script.now - before < 0.1
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@fake_time
async def test_an_urgent_call_passes_first_in_its_chat_and_before_other_chats() -> None:
    script = Script()
    waiting = [*script.calls(GROUP, 6), *(task for group in range(1, 200) for task in script.calls(-1000 - group))]
    await asyncio.sleep(0.5)
    before = len(script.times(GROUP))
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(0.5)
    assert len(script.times(GROUP)) == before + 1, "the others of its chat still wait"
    await script.call(GROUP, urgent=True)
    assert script.sent[-1][1] == GROUP
    assert 3.25 < script.now < 4.3, "as long as its chat may not write at all, it waits"
    await asyncio.gather(*waiting)


@fake_time
async def test_an_urgent_call_moves_its_waiting_chat_before_all_others() -> None:
    script = Script()
    waiting = [task for group in range(1, 300) for task in script.calls(-group)]
    await asyncio.sleep(0.5)
    assert script.times(-290) == []
    await script.call(-290, urgent=True)
    assert script.now < 1.1
    await asyncio.gather(*waiting)


@fake_time
async def test_a_pause_delays_its_chat_alone() -> None:
    script = Script()
    script.limiter.pause(GROUP, 7.0)
    await asyncio.gather(*script.calls(GROUP), *script.calls(OTHER), *script.calls(PERSON))
    assert script.times(GROUP) == [pytest.approx(7.0)]
    assert script.times(OTHER) == script.times(PERSON) == [NOW]


@fake_time
async def test_a_pause_is_kept_even_if_its_chat_was_waiting_for_other_chats() -> None:
    script = Script()
    waiting = [task for group in range(1, 100) for task in script.calls(-group)]
    await asyncio.sleep(0.1)
    script.limiter.pause(-99, 10.0)
    await asyncio.gather(*waiting)
    assert script.times(-99) == [pytest.approx(10.1)]


@fake_time
async def test_a_pause_too_long_to_wait_for_puts_off_all_calls_in_that_chat() -> None:
    limiter = SendLimiter(LIMITS)
    limiter.pause(GROUP, LONGEST_PAUSE + 10)
    with pytest.raises(FloodError) as flooded:
        await limiter.wait_for_chat(GROUP)
    assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 10)
    await limiter.wait_for_chat(OTHER)


@fake_time
async def test_a_method_that_writes_in_no_chat_waits_for_its_own_pause_only() -> None:
    script = Script()
    flood = [task for chat in range(-100, 100) for task in script.calls(chat)]
    script.limiter.pause("answerInlineQuery", 2.0)
    await asyncio.sleep(0)
    await script.limiter.wait_for_method("answerCallbackQuery")
    assert script.now == NOW
    await script.limiter.wait_for_method("answerInlineQuery")
    assert script.now == pytest.approx(2.0)
    await asyncio.gather(*flood)


@fake_time
async def test_if_too_many_calls_wait_the_group_call_that_waited_longest_is_dropped() -> None:
    dropped: list[float] = []
    script = Script()
    script.limiter = SendLimiter(LIMITS, lambda: dropped.append(script.now), max_waiting=5)
    first = [
        *script.calls(PERSON, 6),
        *script.calls(GROUP, 4),
    ]  # three of the person and two of the group need not wait
    await asyncio.sleep(0.1)
    assert script.waiting == 5
    more = script.calls(OTHER, 3)  # of which two need not wait
    results = await asyncio.gather(*first, *more, return_exceptions=True)
    positions = [number for number, result in enumerate(results) if isinstance(result, DroppedError)]
    assert positions == [8], "the first of the group's two that waited"
    assert (len(dropped), script.waiting) == (1, 0)


@fake_time
async def test_if_no_group_call_waits_a_new_call_is_put_off_unless_it_is_urgent() -> None:
    script = Script(SendLimiter(LIMITS, max_waiting=2))
    waiting = script.calls(PERSON, 5)
    await asyncio.sleep(0.1)
    with pytest.raises(FloodError):
        await script.call(PERSON)
    await script.call(PERSON, urgent=True)
    await asyncio.gather(*waiting)
    assert len(script.sent) == 6


@fake_time
async def test_a_call_that_gives_up_delays_no_other_and_makes_room_for_it() -> None:
    script = Script(SendLimiter(LIMITS, max_waiting=7))
    waiting = script.calls(GROUP, 9)
    await asyncio.sleep(0.1)
    _cancel(waiting)
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.gather(*script.calls(GROUP, 7))
    assert script.times(GROUP)[2:4] == pytest.approx([3.25] * 2, abs=0.01)


@fake_time
async def test_the_queues_of_silent_chats_are_dropped() -> None:
    script = Script()
    for chat in range(1, 2001):
        await script.call(chat)
        await asyncio.sleep(0.1)
    assert len(script.limiter._queues) < 200


@fake_time
async def test_without_limits_only_the_pauses_of_telegram_are_kept() -> None:
    script = Script(SendLimiter(None))
    script.limiter.pause(OTHER, 3.0)
    await asyncio.gather(*script.calls(GROUP, 500), *script.calls(OTHER))
    assert script.times(GROUP) == [NOW] * 500
    assert script.times(OTHER) == [pytest.approx(3.0)]


@fake_time
async def test_a_call_that_waits_releases_its_concurrency_slot() -> None:
    """So a thousand flooded groups leave the workers free for all other chats."""
    script, semaphore = Script(), asyncio.Semaphore(4)

    async def work(chat: int) -> None:
        async with concurrency.slot(semaphore):
            await script.call(chat)

    flood = [asyncio.create_task(work(-group)) for group in range(1, 1000) for _ in range(2)]
    await asyncio.sleep(1)
    before = script.now
    await work(PERSON)
    assert script.now - before < 0.1
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)
    await asyncio.sleep(0)
    assert semaphore._value == 4, "each slot was released once"


def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
