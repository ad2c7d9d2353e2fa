"""Fair use: how much one person gets, how much one group, and the one notice that there was enough."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from bot.handlers.throttle import LATELY, MemoryWindows, Throttle, Verdict
from tests.bot.conftest import Clock

ALLOWED, NOTICE, QUIET = Verdict.ALLOWED, Verdict.NOTICE, Verdict.QUIET
ANN, BO, PRIVATE, GROUP, OTHER_GROUP = 77, 88, 77, -1001, -1002


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> Throttle:
    """Two answers a minute and three an hour for a person, two a minute for a group."""
    person, group = (RateLimitItemPerMinute(2), RateLimitItemPerHour(3)), (RateLimitItemPerMinute(2),)
    return Throttle(person, group, MemoryWindows(clock))


async def turns(throttle: Throttle, person: int | None, chat: int | None, times: int) -> list[Verdict]:
    return [await throttle.check(person, chat) for _ in range(times)]


async def test_the_first_refusal_is_worth_a_notice_and_the_rest_is_silence(throttle: Throttle) -> None:
    assert await turns(throttle, ANN, PRIVATE, 5) == [ALLOWED, ALLOWED, NOTICE, QUIET, QUIET]


async def test_one_person_takes_nothing_from_another(throttle: Throttle) -> None:
    await turns(throttle, ANN, PRIVATE, 5)
    assert await turns(throttle, BO, BO, 2) == [ALLOWED, ALLOWED]


async def test_the_window_moves_so_that_no_minute_ever_holds_more_than_the_limit(
    throttle: Throttle, clock: Clock
) -> None:
    assert await turns(throttle, ANN, PRIVATE, 1) == [ALLOWED]
    clock.now += 59
    assert await turns(throttle, ANN, PRIVATE, 2) == [ALLOWED, NOTICE]
    clock.now += 1
    assert await turns(throttle, ANN, PRIVATE, 2) == [ALLOWED, QUIET], "only the first is a minute old"


async def test_what_is_refused_does_not_count_so_whoever_keeps_asking_is_answered_again(
    throttle: Throttle, clock: Clock
) -> None:
    await turns(throttle, ANN, PRIVATE, 500)
    clock.now += 60
    assert await throttle.check(ANN, PRIVATE) is ALLOWED


async def test_over_the_hour_there_is_one_notice_an_hour(throttle: Throttle, clock: Clock) -> None:
    for expected in (ALLOWED, ALLOWED, ALLOWED, NOTICE, QUIET):
        clock.now += 61
        assert await throttle.check(ANN, PRIVATE) is expected
    clock.now += 3600
    assert await throttle.check(ANN, PRIVATE) is ALLOWED


async def test_a_group_has_a_limit_whoever_asks_there(throttle: Throttle) -> None:
    assert [await throttle.check(person, GROUP) for person in range(6)] == [
        ALLOWED, ALLOWED, NOTICE, QUIET, QUIET, QUIET,
    ]  # fmt: skip
    assert await throttle.check(9, OTHER_GROUP) is ALLOWED


async def test_who_is_refused_in_a_full_group_keeps_their_turns_elsewhere(throttle: Throttle) -> None:
    await turns(throttle, BO, GROUP, 2)
    await turns(throttle, ANN, GROUP, 10)
    assert await turns(throttle, ANN, PRIVATE, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_one_person_is_one_person_in_every_group(throttle: Throttle) -> None:
    assert [await throttle.check(ANN, chat) for chat in (-1, -2, -3, -4)] == [ALLOWED, ALLOWED, NOTICE, QUIET]


async def test_private_chats_and_inline_queries_have_no_limit_of_their_own(throttle: Throttle) -> None:
    assert await turns(throttle, None, PRIVATE, 50) == [ALLOWED] * 50
    assert await turns(throttle, None, None, 50) == [ALLOWED] * 50
    assert await turns(throttle, ANN, None, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_a_group_flooded_by_a_thousand_people_gets_no_more_than_telegram_lets_a_bot_write(clock: Clock) -> None:
    throttle = Throttle(windows=MemoryWindows(clock))
    flood = [await throttle.check(person, GROUP) for person in range(1000)]
    assert (flood.count(ALLOWED), flood.count(NOTICE), flood.count(QUIET)) == (18, 1, 981)
    assert await throttle.check(5000, 5000) is ALLOWED


async def test_a_question_whose_answer_could_not_be_sent_keeps_the_turn_that_it_had(throttle: Throttle) -> None:
    question = (PRIVATE, 1)
    assert [await throttle.check(ANN, PRIVATE, question) for _ in range(9)] == [ALLOWED] * 9
    assert await turns(throttle, ANN, PRIVATE, 2) == [ALLOWED, NOTICE], "it counted once"
    assert [await throttle.check(ANN, PRIVATE, (PRIVATE, number)) for number in (2, 2)] == [QUIET] * 2
    assert await throttle.check(ANN, PRIVATE, question) is ALLOWED


async def test_only_so_many_questions_are_remembered(clock: Clock) -> None:
    throttle = Throttle(windows=MemoryWindows(clock))
    for number in range(3 * LATELY):
        await throttle.check(number, PRIVATE, (PRIVATE, number))
    assert len(throttle._had) == LATELY


async def test_by_default_a_person_gets_20_answers_a_minute_and_200_an_hour(clock: Clock) -> None:
    throttle, allowed = Throttle(windows=MemoryWindows(clock)), 0
    for minute in range(20):
        clock.now += 60
        got = (await turns(throttle, ANN, PRIVATE, 30)).count(ALLOWED)
        assert got == (20 if minute < 10 else 0)
        allowed += got
    assert allowed == 200


async def test_memory_is_bounded_however_many_people_come(clock: Clock) -> None:
    windows = MemoryWindows(clock, most=50)
    throttle = Throttle(windows=windows)
    assert {await throttle.check(person, PRIVATE) for person in range(10_000)} == {ALLOWED}
    assert len(windows) == 50


async def test_whoever_asked_nothing_for_an_hour_is_not_remembered(clock: Clock) -> None:
    windows = MemoryWindows(clock)
    throttle = Throttle(windows=windows)
    for person in range(1, 50):
        await throttle.check(person, None)
    clock.now += 3600
    await throttle.check(99, None)
    assert len(windows) == len(throttle.person), "those of the last one"


async def test_nothing_runs_in_the_background_for_it(throttle: Throttle) -> None:
    await turns(throttle, ANN, GROUP, 5)
    assert throttle.windows.timer is None
    assert await throttle.windows.reset() > 0
    assert len(throttle.windows) == 0
