"""The limits on one user and on one group, and the one notice that a limit is reached."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.handlers.throttle import MAX_QUESTIONS, PER_USER, MemoryWindows, Throttle, Verdict
from bot.sending.sliding_window import RateLimit
from bot.store.retention import ANSWER_COUNTS
from tests.bot.conftest import Clock

ALLOWED, NOTICE, QUIET = Verdict.ALLOWED, Verdict.NOTICE, Verdict.QUIET
ANN, BO, PRIVATE, GROUP, OTHER_GROUP = 77, 88, 77, -1001, -1002


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def windows(clock: Clock) -> MemoryWindows:
    return MemoryWindows(clock)


@pytest.fixture
def throttle(windows: MemoryWindows) -> Throttle:
    """Two answers a minute and three an hour for a user, two a minute for a group."""
    return Throttle((RateLimit(2, 60.0), RateLimit(3, 3600.0)), (RateLimit(2, 60.0),), windows)


async def verdicts(throttle: Throttle, user: int, chat: int | None, times: int) -> list[Verdict]:
    return [await throttle.check(user, chat) for _ in range(times)]


async def test_the_first_refusal_is_worth_a_notice_and_the_rest_is_silence(throttle: Throttle) -> None:
    assert await verdicts(throttle, ANN, PRIVATE, 5) == [ALLOWED, ALLOWED, NOTICE, QUIET, QUIET]


async def test_one_user_takes_nothing_from_another(throttle: Throttle) -> None:
    await verdicts(throttle, ANN, PRIVATE, 5)
    assert await verdicts(throttle, BO, BO, 2) == [ALLOWED, ALLOWED]


async def test_the_window_slides_so_that_no_minute_ever_holds_more_than_the_limit(
    throttle: Throttle, clock: Clock
) -> None:
    assert await verdicts(throttle, ANN, PRIVATE, 1) == [ALLOWED]
    clock.now += 59
    assert await verdicts(throttle, ANN, PRIVATE, 2) == [ALLOWED, NOTICE]
    clock.now += 1
    assert await verdicts(throttle, ANN, PRIVATE, 2) == [ALLOWED, QUIET], "only the first is a minute old"


async def test_refusals_do_not_count_so_a_user_who_keeps_asking_is_answered_again(
    throttle: Throttle, clock: Clock
) -> None:
    await verdicts(throttle, ANN, PRIVATE, 500)
    clock.now += 60
    assert await throttle.check(ANN, PRIVATE) is ALLOWED


async def test_over_the_hourly_limit_there_is_one_notice_an_hour(throttle: Throttle, clock: Clock) -> None:
    for expected in (ALLOWED, ALLOWED, ALLOWED, NOTICE, QUIET):
        clock.now += 61
        assert await throttle.check(ANN, PRIVATE) is expected
    clock.now += 3600
    assert await throttle.check(ANN, PRIVATE) is ALLOWED


async def test_a_group_has_a_limit_for_all_its_users_together(throttle: Throttle) -> None:
    assert [await throttle.check(user, GROUP) for user in range(6)] == [ALLOWED, ALLOWED, NOTICE, QUIET, QUIET, QUIET]
    assert await throttle.check(9, OTHER_GROUP) is ALLOWED


async def test_a_refusal_in_a_full_group_costs_the_user_nothing_elsewhere(throttle: Throttle) -> None:
    await verdicts(throttle, BO, GROUP, 2)
    await verdicts(throttle, ANN, GROUP, 10)
    assert await verdicts(throttle, ANN, PRIVATE, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_a_user_has_one_limit_for_all_groups(throttle: Throttle) -> None:
    assert [await throttle.check(ANN, chat) for chat in (-1, -2, -3, -4)] == [ALLOWED, ALLOWED, NOTICE, QUIET]


async def test_private_chats_and_inline_queries_have_no_limit_of_their_own(throttle: Throttle) -> None:
    assert [await throttle.check(user, PRIVATE) for user in range(50)] == [ALLOWED] * 50
    assert [await throttle.check(user, None) for user in range(100, 150)] == [ALLOWED] * 50
    assert await verdicts(throttle, ANN, None, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_a_group_flooded_by_a_thousand_users_gets_no_more_than_telegram_allows(windows: MemoryWindows) -> None:
    throttle = Throttle(windows=windows)
    flood = [await throttle.check(user, GROUP) for user in range(1000)]
    assert (flood.count(ALLOWED), flood.count(NOTICE), flood.count(QUIET)) == (18, 1, 981)
    assert await throttle.check(5000, 5000) is ALLOWED


async def test_a_question_whose_answer_could_not_be_sent_is_allowed_again(throttle: Throttle) -> None:
    question = (PRIVATE, 1)
    assert [await throttle.check(ANN, PRIVATE, question) for _ in range(9)] == [ALLOWED] * 9
    assert await verdicts(throttle, ANN, PRIVATE, 2) == [ALLOWED, NOTICE], "it counted once"
    assert [await throttle.check(ANN, PRIVATE, (PRIVATE, number)) for number in (2, 2)] == [QUIET] * 2
    assert await throttle.check(ANN, PRIVATE, question) is ALLOWED


async def test_a_bounded_number_of_questions_is_remembered(windows: MemoryWindows) -> None:
    throttle = Throttle(windows=windows)
    for number in range(3 * MAX_QUESTIONS):
        await throttle.check(number, PRIVATE, (PRIVATE, number))
    assert len(throttle._allowed) == MAX_QUESTIONS


async def test_by_default_a_user_gets_20_answers_a_minute_and_200_an_hour(windows: MemoryWindows, clock: Clock) -> None:
    throttle, allowed = Throttle(windows=windows), 0
    for minute in range(20):
        clock.now += 60
        answers = (await verdicts(throttle, ANN, PRIVATE, 30)).count(ALLOWED)
        assert answers == (20 if minute < 10 else 0)
        allowed += answers
    assert allowed == 200


async def test_inline_queries_are_counted_apart_and_60_are_allowed_a_minute(throttle: Throttle) -> None:
    await verdicts(throttle, ANN, PRIVATE, 5)
    assert (await verdicts(throttle.for_typing(), ANN, None, 70)).count(ALLOWED) == 60


async def test_memory_is_bounded_for_any_number_of_users(clock: Clock) -> None:
    windows = MemoryWindows(clock, most=50)
    throttle = Throttle(windows=windows)
    assert {await throttle.check(user, PRIVATE) for user in range(10_000)} == {ALLOWED}
    assert len(windows) == 50


async def test_a_user_who_asked_nothing_for_an_hour_is_forgotten(windows: MemoryWindows, clock: Clock) -> None:
    throttle = Throttle(windows=windows)
    for user in range(1, 50):
        await throttle.check(user, None)
    clock.now += 3600
    await throttle.check(99, None)
    assert len(windows) == len(PER_USER), "those of the last user"


def test_no_window_is_longer_than_the_privacy_text_says() -> None:
    assert max(limit.seconds for limit in PER_USER) == ANSWER_COUNTS.total_seconds()


async def test_it_starts_neither_task_nor_thread(throttle: Throttle) -> None:
    threads = threading.active_count()
    await verdicts(throttle, ANN, GROUP, 5)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert threading.active_count() == threads
