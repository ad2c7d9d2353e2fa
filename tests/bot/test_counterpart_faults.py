"""Limits on how much may be written, and faults, as the counterpart has them for tests that ask for them."""

from __future__ import annotations

import pytest

from tests.bot.counterpart import Judge
from tests.bot.judge import DoneThen, Dropped, Flood, Refusal
from tests.bot.test_counterpart import call, made, refused
from tests.bot.updates import GROUP


@pytest.fixture
def judge() -> Judge:
    return made()


def test_too_many_messages_are_a_flood_where_a_test_asks_for_it(judge: Judge) -> None:
    judge.flood = Flood()
    for number in range(20):
        call(judge, "sendMessage", chat_id=GROUP["id"], text=str(number))
        judge.clock.advance(1.1)
    with pytest.raises(Refusal, match=r"Too Many Requests: retry after 3\d") as refusal:
        call(judge, "sendMessage", chat_id=GROUP["id"], text="one too many")
    assert refusal.value.code == 429
    for _ in range(3):
        call(judge, "sendMessage", chat_id=77, text="a person meanwhile")
    assert "retry after" in refused(judge, "sendMessage", chat_id=77, text="faster than one a second")


def test_a_fault_meets_as_many_calls_as_it_is_told(judge: Judge) -> None:
    judge.fail("sendMessage", Refusal(429, "Too Many Requests: retry after 5", retry_after=5), times=2)
    judge.fail("sendMessage", Dropped())
    judge.fail("sendMessage", DoneThen(Refusal(502, "Bad Gateway")))
    for expected in (Refusal, Refusal, Dropped, Refusal):
        with pytest.raises(expected):
            call(judge, "sendMessage", chat_id=77, text="x")
    assert len(judge.of("sendMessage")) == 1, "the last was done all the same"
    assert judge.refused == [], "a fault is not the bot's"
