"""Limits on how much may be written, and faults, as the counterpart has them for tests that ask for them."""

from __future__ import annotations

import asyncio
import json
from email.utils import parsedate_to_datetime

import aiohttp
import pytest

from bot.simulator import Counterpart, Judge, serving
from tests.bot.judge import TOKEN, DoneThen, Dropped, Flood, Recurring, Refusal
from tests.bot.sample_updates import GROUP
from tests.bot.simulator.test_judge import call, made, refused


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


async def test_a_fault_can_recur_and_meets_every_so_many_calls_of_its_method(judge: Judge) -> None:
    judge.recurring.append(Recurring("sendMessage", 3, [Refusal(502, "Bad Gateway"), Dropped()]))
    met: list[type[Exception] | None] = []
    for number in range(7):
        await judge.answer("getMe", {})
        try:
            await judge.answer("sendMessage", {"chat_id": "77", "text": str(number)})
            met.append(None)
        except (Refusal, Dropped) as fault:
            met.append(type(fault))
    assert met == [None, None, Refusal, None, None, Dropped, None]


async def _called(server: Counterpart) -> str:
    url = f"{server.url}/bot{TOKEN}/getMe"
    try:
        async with aiohttp.ClientSession() as session, session.post(url) as response:
            return "answered" if json.loads(await response.read())["ok"] else "refused"
    except aiohttp.ClientConnectorError:
        return "no connection"
    except aiohttp.ClientError:
        return "dropped"


async def test_behind_a_shut_door_nobody_is_let_in_and_later_it_is_where_it_was() -> None:
    async with serving() as server:
        assert await _called(server) == "answered"
        await server.door.shut()
        assert await _called(server) == "no connection"
        await server.door.open()
        assert await _called(server) == "answered"


async def test_an_open_poll_ends_when_the_door_is_shut() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        url = f"{server.url}/bot{TOKEN}/getUpdates?timeout=50"
        poll = asyncio.create_task(session.post(url))
        await server.until(lambda: server.polls)
        await server.door.shut()
        with pytest.raises(aiohttp.ClientError):
            await poll


async def test_who_calls_during_a_silence_never_gets_an_answer() -> None:
    async with serving() as server:
        server.door.fall_silent()
        call_ = asyncio.create_task(_called(server))
        assert not (await asyncio.wait({call_}, timeout=0.1))[0]
        server.door.speak()
        assert await call_ == "dropped"
        assert await _called(server) == "answered"


async def test_every_answer_is_dated_by_the_servers_own_clock() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        server.judge.clock.advance(-3600)
        async with session.post(f"{server.url}/bot{TOKEN}/getMe") as response:
            told = parsedate_to_datetime(response.headers["Date"]).timestamp()
        assert abs(told - server.judge.clock.now()) < 5
