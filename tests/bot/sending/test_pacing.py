"""Who may write when: no more than Telegram allows, the urgent first, and nobody behind another chat's flood."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import concurrency
from bot.sending.coordinator import Refusal
from bot.sending.http_request import FloodError
from bot.sending.pacing import LONGEST_PAUSE, DroppedError, Limits, SendLimiter
from bot.sending.priority_queue import LimitedQueue, Waiter
from bot.sending.sliding_window import Priority, RateLimit, SlidingWindow
from tests.bot.fake_time import leaping

LIMITS = Limits()
GROUP, OTHER, PERSON = -100, -200, 300

NOW = pytest.approx(0.0, abs=1e-4)

Sent = list[tuple[float, int]]


@dataclass
class Script:
    """Calls, and when each of them was let through: seconds since the beginning, and the chat."""

    pace: SendLimiter = field(default_factory=lambda: SendLimiter(LIMITS))
    sent: Sent = field(default_factory=list)
    begun: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time() - self.begun

    async def call(self, chat: int, *, urgent: bool = False) -> None:
        await self.pace.chat(chat, urgent=urgent)
        self.sent.append((self.now, chat))

    def calls(self, chat: int, count: int = 1) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.call(chat)) for _ in range(count)]

    def times(self, chat: int) -> list[float]:
        return [at for at, where in self.sent if where == chat]


def story(told: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test that takes place on a loop whose time leaps."""

    def run() -> None:
        leaping(told())

    run.__doc__, run.__name__ = told.__doc__, told.__name__
    return run


def most(times: list[float], seconds: float) -> int:
    """The most that lie within so many seconds."""
    return max(sum(first <= at < first + seconds for at in times) for first in times)


@settings(max_examples=40)
@given(
    st.integers(1, 6), st.floats(0.05, 90), st.lists(st.floats(0, 30), max_size=40),
)  # fmt: skip
def test_no_window_of_any_rate_ever_lets_more_through_than_its_rate(
    allowed: int, seconds: float, gaps: list[float]
) -> None:
    """Not in the first seconds, as one big leaky bucket would, and not in any others."""
    times: list[float] = []

    async def told() -> None:
        window = SlidingWindow(RateLimit(allowed, seconds))
        for gap in gaps:
            await asyncio.sleep(gap)
            await window.opened(Priority.PRIVATE)
            await window.spend()
            times.append(asyncio.get_running_loop().time())

    leaping(told())
    assert not times or most(times, seconds * 0.999) <= allowed


@dataclass
class Busy:
    """Others who write, too: what they leave of the turns that are asked for, in order, and then all of them."""

    refuses: list[tuple[int, float, bool] | None]

    async def take(self, line: LimitedQueue, priority: Priority) -> Refusal | None:
        await asyncio.sleep(0.001)
        way = list(line.way())
        match self.refuses.pop() if self.refuses else None:
            case (number, seconds, pauses):
                return Refusal(way[number % len(way)], seconds, pauses)
        return None

    async def pause(self, chat: int, seconds: float) -> None:
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
def test_whatever_others_take_and_whoever_gives_up_everybody_else_gets_a_turn(
    refuses: list[tuple[int, float, bool] | None], calls: list[tuple[int, bool, float, bool]]
) -> None:
    async def told() -> None:
        script = Script(SendLimiter(LIMITS, others=Busy(refuses)))
        tasks: list[asyncio.Task[None]] = []
        for chat, urgent, gap, leaves in calls:
            tasks.append(asyncio.create_task(script.call(chat, urgent=urgent)))
            await asyncio.sleep(gap / 10)
            if leaves:
                tasks[-1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.cancelled() or task.exception() is None for task in tasks)
        assert script.pace.waiting == 0
        await asyncio.sleep(1)  # who served those who gave up has heard of it

    leaping(told())


@story
async def test_a_chat_gets_three_at_once_and_then_one_a_second_on_average() -> None:
    script = Script()
    await asyncio.gather(*script.calls(PERSON, 9))
    assert script.times(PERSON) == pytest.approx([0, 0, 0, 3.25, 3.25, 3.25, 6.5, 6.5, 6.5], abs=0.01)


@story
async def test_a_group_gets_twenty_in_any_minute_with_one_that_is_kept_for_a_red_flag() -> None:
    script = Script()
    await asyncio.gather(*script.calls(GROUP, 70))
    times = script.times(GROUP)
    assert most(times, 60) == 19
    assert times[-1] < 4 * 60, "and no fewer than it may"


@story
async def test_all_chats_together_get_thirty_in_any_second_with_one_that_is_kept_for_a_red_flag() -> None:
    script = Script()
    await asyncio.gather(*(task for chat in range(1, 301) for task in script.calls(chat)))
    times = [at for at, _ in script.sent]
    assert most(times, 0.999) == 29
    assert times[-1] == pytest.approx(10.0, abs=0.1)


@story
async def test_a_red_flag_waits_for_no_minute_that_a_flood_has_used_up_and_the_next_one_for_what_telegram_allows() -> (
    None
):
    script = Script()
    flood = script.calls(GROUP, 60)
    await asyncio.sleep(30)
    assert (len(script.times(GROUP)), script.pace.waiting) == (19, 41)
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(30.0)
    await script.call(GROUP, urgent=True)
    assert script.now == pytest.approx(60.25, abs=0.01), "the twenty of a minute are used up"
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@story
async def test_a_flooded_group_never_delays_another_chat() -> None:
    script = Script()
    flood = script.calls(GROUP, 500)
    await asyncio.sleep(5)
    await asyncio.gather(*script.calls(PERSON), *script.calls(OTHER))
    assert script.times(PERSON) == script.times(OTHER) == pytest.approx([5.0])
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@story
async def test_a_person_waits_for_no_thousand_groups() -> None:
    script = Script()
    flood = [task for group in range(1, 1000) for task in script.calls(-group)]
    for second in range(1, 20):
        await asyncio.sleep(1)
        asked = script.now
        await script.call(second)
        assert script.now - asked < 0.1
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)


@story
async def test_what_is_urgent_goes_first_in_its_chat_and_before_other_chats() -> None:
    script = Script()
    waiting = [*script.calls(GROUP, 6), *(task for group in range(1, 200) for task in script.calls(-1000 - group))]
    await asyncio.sleep(0.5)
    before = len(script.times(GROUP))
    await script.call(GROUP, urgent=True)
    assert script.sent[-1][1] == GROUP
    assert len(script.times(GROUP)) == before + 1, "the others of its chat still wait"
    assert 3.25 < script.now < 4.3, "as long as its chat may not write at all, it waits"
    await asyncio.gather(*waiting)


@story
async def test_an_urgent_call_makes_its_chat_urgent_while_that_waits_its_turn_among_all() -> None:
    script = Script()
    waiting = [task for group in range(1, 300) for task in script.calls(-group)]
    await asyncio.sleep(0.5)
    assert script.times(-290) == []
    await script.call(-290, urgent=True)
    assert script.now < 1.1
    await asyncio.gather(*waiting)


@story
async def test_a_pause_holds_up_its_chat_alone() -> None:
    script = Script()
    script.pace.pause(GROUP, 7.0)
    await asyncio.gather(*script.calls(GROUP), *script.calls(OTHER), *script.calls(PERSON))
    assert script.times(GROUP) == [pytest.approx(7.0)]
    assert script.times(OTHER) == script.times(PERSON) == [NOW]


@story
async def test_a_pause_that_comes_while_a_chat_waits_among_all_is_kept() -> None:
    script = Script()
    waiting = [task for group in range(1, 100) for task in script.calls(-group)]
    await asyncio.sleep(0.1)
    script.pace.pause(-99, 10.0)
    await asyncio.gather(*waiting)
    assert script.times(-99) == [pytest.approx(10.1)]


@story
async def test_a_pause_too_long_to_wait_for_puts_off_whatever_comes_to_that_chat() -> None:
    pace = SendLimiter(LIMITS)
    pace.pause(GROUP, LONGEST_PAUSE + 10)
    with pytest.raises(FloodError) as flooded:
        await pace.chat(GROUP)
    assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 10)
    await pace.chat(OTHER)


@story
async def test_a_method_that_writes_in_no_chat_waits_for_its_own_pause_only() -> None:
    script = Script()
    flood = [task for chat in range(-100, 100) for task in script.calls(chat)]
    script.pace.pause("answerInlineQuery", 2.0)
    await asyncio.sleep(0)
    await script.pace.method("answerCallbackQuery")
    assert script.now == NOW
    await script.pace.method("answerInlineQuery")
    assert script.now == pytest.approx(2.0)
    await asyncio.gather(*flood)


@story
async def test_where_too_many_wait_the_groups_call_that_waited_longest_is_left_out() -> None:
    told: list[float] = []
    script = Script()
    script.pace = SendLimiter(LIMITS, lambda: told.append(script.now), most=5)
    first = [*script.calls(PERSON, 6), *script.calls(GROUP, 5)]  # three of each chat need not wait
    await asyncio.sleep(0.1)
    assert script.pace.waiting == 5
    more = script.calls(OTHER, 3)  # of which two need not wait
    results = await asyncio.gather(*first, *more, return_exceptions=True)
    shed = [number for number, result in enumerate(results) if isinstance(result, DroppedError)]
    assert shed == [9], "the first of the group's two that waited"
    assert (len(told), script.pace.waiting) == (1, 0)


@story
async def test_where_no_group_waits_whoever_comes_is_put_off_and_a_red_flag_is_not() -> None:
    script = Script(SendLimiter(LIMITS, most=2))
    waiting = script.calls(PERSON, 5)
    await asyncio.sleep(0.1)
    with pytest.raises(FloodError):
        await script.call(PERSON)
    await script.call(PERSON, urgent=True)
    await asyncio.gather(*waiting)
    assert len(script.sent) == 6


@story
async def test_who_gives_up_holds_up_nobody() -> None:
    script = Script()
    waiting = script.calls(GROUP, 10)
    await asyncio.sleep(0.1)
    _cancel(waiting)
    await asyncio.gather(*waiting, return_exceptions=True)
    assert script.pace.waiting == 0
    await script.call(GROUP)
    assert script.now == pytest.approx(3.25, abs=0.01)


@story
async def test_a_turn_that_is_given_back_counts_nowhere() -> None:
    everywhere = LimitedQueue("everywhere", [RateLimit(1, 60.0)])
    line = LimitedQueue(PERSON, [RateLimit(1, 60.0)], everywhere)
    await line.spend()
    assert not everywhere.is_open(Priority.PRIVATE)
    line.give_back()
    assert line.is_open(Priority.PRIVATE)
    await line.spend()
    assert not line.is_open(Priority.PRIVATE)


@story
async def test_who_waits_for_a_turn_that_is_given_back_waits_no_longer() -> None:
    line, begun = LimitedQueue(PERSON, [RateLimit(2, 60.0)]), asyncio.get_running_loop().time()
    for _ in range(2):
        await line.spend()
    waiters = [Waiter((Priority.PRIVATE, number), asyncio.get_running_loop().create_future()) for number in range(3)]
    waiting = [asyncio.create_task(line.wait(waiter)) for waiter in waiters]
    await asyncio.sleep(5)
    for _ in range(2):
        line.give_back()
    await asyncio.gather(*waiting[:2])
    assert asyncio.get_running_loop().time() - begun == pytest.approx(5.0)
    await asyncio.gather(*waiting)
    assert asyncio.get_running_loop().time() - begun == pytest.approx(65.0)


@story
async def test_chats_that_are_long_silent_are_forgotten() -> None:
    script = Script()
    for chat in range(1, 2001):
        await script.call(chat)
        await asyncio.sleep(0.1)
    assert len(script.pace) < 200


@story
async def test_without_limits_only_the_pauses_of_telegram_are_kept() -> None:
    script = Script(SendLimiter(None))
    script.pace.pause(OTHER, 3.0)
    await asyncio.gather(*script.calls(GROUP, 500), *script.calls(OTHER))
    assert script.times(GROUP) == [NOW] * 500
    assert script.times(OTHER) == [pytest.approx(3.0)]


@story
async def test_who_waits_for_the_pace_gives_up_its_place_at_work() -> None:
    """So a thousand flooded groups leave the workers free for everybody else."""
    script, places = Script(), asyncio.Semaphore(4)

    async def worked(chat: int) -> None:
        async with concurrency.slot(places):
            await script.call(chat)

    flood = [asyncio.create_task(worked(-group)) for group in range(1, 1000) for _ in range(2)]
    await asyncio.sleep(1)
    asked = script.now
    await worked(PERSON)
    assert script.now - asked < 0.1
    _cancel(flood)
    await asyncio.gather(*flood, return_exceptions=True)
    await asyncio.sleep(0)
    assert places._value == 4, "each place was given up once"


def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
