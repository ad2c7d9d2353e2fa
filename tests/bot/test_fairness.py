"""Fair use: how much one person gets, how much one group, and the one notice that there was enough."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from bot.handlers.throttle import LATELY, Fairness, Turn, Windows
from tests.bot.conftest import Clock

ALLOWED, NOTICE, QUIET = Turn.ALLOWED, Turn.NOTICE, Turn.QUIET
ANN, BO, PRIVATE, GROUP, OTHER_GROUP = 77, 88, 77, -1001, -1002


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fairness(clock: Clock) -> Fairness:
    """Two answers a minute and three an hour for a person, two a minute for a group."""
    person, group = (RateLimitItemPerMinute(2), RateLimitItemPerHour(3)), (RateLimitItemPerMinute(2),)
    return Fairness(person, group, Windows(clock))


async def turns(fairness: Fairness, person: int | None, chat: int | None, times: int) -> list[Turn]:
    return [await fairness.turn(person, chat) for _ in range(times)]


async def test_the_first_refusal_is_worth_a_notice_and_the_rest_is_silence(fairness: Fairness) -> None:
    assert await turns(fairness, ANN, PRIVATE, 5) == [ALLOWED, ALLOWED, NOTICE, QUIET, QUIET]


async def test_one_person_takes_nothing_from_another(fairness: Fairness) -> None:
    await turns(fairness, ANN, PRIVATE, 5)
    assert await turns(fairness, BO, BO, 2) == [ALLOWED, ALLOWED]


async def test_the_window_moves_so_that_no_minute_ever_holds_more_than_the_limit(
    fairness: Fairness, clock: Clock
) -> None:
    assert await turns(fairness, ANN, PRIVATE, 1) == [ALLOWED]
    clock.now += 59
    assert await turns(fairness, ANN, PRIVATE, 2) == [ALLOWED, NOTICE]
    clock.now += 1
    assert await turns(fairness, ANN, PRIVATE, 2) == [ALLOWED, QUIET], "only the first is a minute old"


async def test_what_is_refused_does_not_count_so_whoever_keeps_asking_is_answered_again(
    fairness: Fairness, clock: Clock
) -> None:
    await turns(fairness, ANN, PRIVATE, 500)
    clock.now += 60
    assert await fairness.turn(ANN, PRIVATE) is ALLOWED


async def test_over_the_hour_there_is_one_notice_an_hour(fairness: Fairness, clock: Clock) -> None:
    for expected in (ALLOWED, ALLOWED, ALLOWED, NOTICE, QUIET):
        clock.now += 61
        assert await fairness.turn(ANN, PRIVATE) is expected
    clock.now += 3600
    assert await fairness.turn(ANN, PRIVATE) is ALLOWED


async def test_a_group_has_a_limit_whoever_asks_there(fairness: Fairness) -> None:
    assert [await fairness.turn(person, GROUP) for person in range(6)] == [
        ALLOWED, ALLOWED, NOTICE, QUIET, QUIET, QUIET,
    ]  # fmt: skip
    assert await fairness.turn(9, OTHER_GROUP) is ALLOWED


async def test_who_is_refused_in_a_full_group_keeps_their_turns_elsewhere(fairness: Fairness) -> None:
    await turns(fairness, BO, GROUP, 2)
    await turns(fairness, ANN, GROUP, 10)
    assert await turns(fairness, ANN, PRIVATE, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_one_person_is_one_person_in_every_group(fairness: Fairness) -> None:
    assert [await fairness.turn(ANN, chat) for chat in (-1, -2, -3, -4)] == [ALLOWED, ALLOWED, NOTICE, QUIET]


async def test_private_chats_and_inline_queries_have_no_limit_of_their_own(fairness: Fairness) -> None:
    assert await turns(fairness, None, PRIVATE, 50) == [ALLOWED] * 50
    assert await turns(fairness, None, None, 50) == [ALLOWED] * 50
    assert await turns(fairness, ANN, None, 3) == [ALLOWED, ALLOWED, NOTICE]


async def test_a_group_flooded_by_a_thousand_people_gets_no_more_than_telegram_lets_a_bot_write(clock: Clock) -> None:
    fairness = Fairness(windows=Windows(clock))
    flood = [await fairness.turn(person, GROUP) for person in range(1000)]
    assert (flood.count(ALLOWED), flood.count(NOTICE), flood.count(QUIET)) == (18, 1, 981)
    assert await fairness.turn(5000, 5000) is ALLOWED


async def test_a_question_whose_answer_could_not_be_sent_keeps_the_turn_that_it_had(fairness: Fairness) -> None:
    question = (PRIVATE, 1)
    assert [await fairness.turn(ANN, PRIVATE, question) for _ in range(9)] == [ALLOWED] * 9
    assert await turns(fairness, ANN, PRIVATE, 2) == [ALLOWED, NOTICE], "it counted once"
    assert [await fairness.turn(ANN, PRIVATE, (PRIVATE, number)) for number in (2, 2)] == [QUIET] * 2
    assert await fairness.turn(ANN, PRIVATE, question) is ALLOWED


async def test_only_so_many_questions_are_remembered(clock: Clock) -> None:
    fairness = Fairness(windows=Windows(clock))
    for number in range(3 * LATELY):
        await fairness.turn(number, PRIVATE, (PRIVATE, number))
    assert len(fairness._had) == LATELY


async def test_by_default_a_person_gets_20_answers_a_minute_and_200_an_hour(clock: Clock) -> None:
    fairness, allowed = Fairness(windows=Windows(clock)), 0
    for minute in range(20):
        clock.now += 60
        got = (await turns(fairness, ANN, PRIVATE, 30)).count(ALLOWED)
        assert got == (20 if minute < 10 else 0)
        allowed += got
    assert allowed == 200


async def test_memory_is_bounded_however_many_people_come(clock: Clock) -> None:
    windows = Windows(clock, most=50)
    fairness = Fairness(windows=windows)
    assert {await fairness.turn(person, PRIVATE) for person in range(10_000)} == {ALLOWED}
    assert len(windows) == 50


async def test_whoever_asked_nothing_for_an_hour_is_not_remembered(clock: Clock) -> None:
    windows = Windows(clock)
    fairness = Fairness(windows=windows)
    for person in range(1, 50):
        await fairness.turn(person, None)
    clock.now += 3600
    await fairness.turn(99, None)
    assert len(windows) == len(fairness.person), "those of the last one"


async def test_nothing_runs_in_the_background_for_it(fairness: Fairness) -> None:
    await turns(fairness, ANN, GROUP, 5)
    assert fairness.windows.timer is None
    assert await fairness.windows.reset() > 0
    assert len(fairness.windows) == 0
