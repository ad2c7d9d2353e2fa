"""How the counterpart hands updates out, fails and holds back: as the official server does, on a clock of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.simulator import Clock, Counterpart, serving
from tests.bot.judge import TOKEN, DoneThen, Dropped, Late, Refusal
from tests.bot.sample_updates import PRIVATE, chose, pressed, said, standing, typed

FAST = 100.0
"""What takes its while at the counterpart takes so much less of ours. Its clock stands still."""


@dataclass
class Client:
    """Calls the counterpart over HTTP."""

    server: Counterpart
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **values: Any) -> tuple[int, Any]:
        """Status, and the result or else the description."""
        async with self.session.post(f"{self.server.url}/bot{TOKEN}/{method}", json=values) as response:
            body = await response.json()
            return response.status, body["result"] if body["ok"] else body["description"]

    async def poll(self, offset: int = 0, **values: Any) -> list[int]:
        """The numbers of the updates that a poll brings."""
        _, result = await self("getUpdates", offset=offset, **values)
        return [update["update_id"] for update in result]


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with serving(clock=Clock(FAST, stopped=True)) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)


def numbered(*numbers: int) -> list[dict[str, Any]]:
    return [said("hi") | {"update_id": number} for number in numbers]


async def test_updates_stay_until_a_higher_offset_acknowledges_them(client: Client) -> None:
    await client.server.queue(*numbered(5, 6, 7))
    assert await client.poll() == [5, 6, 7]
    assert await client.poll(6) == [6, 7]
    assert await client.poll(8) == []
    assert client.server.updates == []


async def test_a_negative_offset_keeps_the_last_so_many(client: Client) -> None:
    await client.server.queue(*numbered(5, 6, 7))
    assert await client.poll(-2) == [6, 7]
    assert await client.poll() == [6, 7]


async def test_a_poll_brings_a_hundred_at_most(client: Client) -> None:
    await client.server.queue(*numbered(*range(1, 121)))
    assert len(await client.poll(limit=500)) == 100
    assert len(await client.poll(2, limit=0)) == 1


async def test_a_long_poll_waits_for_an_update_and_fifty_seconds_at_most(client: Client) -> None:
    waiting = asyncio.create_task(client.poll(timeout=30))
    await asyncio.sleep(0.05)
    await client.server.queue(*numbered(5))
    assert await waiting == [5]
    async with asyncio.timeout(100_000 / FAST / 2):
        assert await client.poll(6, timeout=100_000) == []


async def test_the_same_offset_again_at_once_gets_one_update_and_is_made_to_wait(client: Client) -> None:
    await client.server.queue(*numbered(5, 6))
    assert await client.poll(5) == [5, 6]
    assert await client.poll(5) == [5]
    client.server.judge.clock.advance(0.6)
    assert await client.poll(5) == [5, 6]
    assert await client.poll(7) == []
    start = time.monotonic()
    assert await client.poll(7) == []
    assert time.monotonic() - start > 2.9 / FAST


async def test_a_second_poller_sends_the_first_away_and_not_too_often(client: Client) -> None:
    polls = []
    for _ in range(3):
        polls.append(asyncio.create_task(client("getUpdates", timeout=50)))
        await asyncio.sleep(0.01)
    ended = await asyncio.gather(*polls)
    assert [status for status, _ in ended] == [409, 409, 200]
    assert ended[0][1].startswith("Conflict: terminated by other getUpdates request")


async def test_kinds_are_chosen_when_an_update_is_made_and_the_choice_stays(client: Client) -> None:
    await client.poll(allowed_updates=["callback_query"])
    await client.server.queue(*numbered(5), pressed("t") | {"update_id": 6})
    assert await client.poll(1) == [6]
    assert await client.poll(2, allowed_updates=[]) == [6]
    await client.server.queue(*numbered(7), {"update_id": 8, "chat_member": standing("left")["my_chat_member"]})
    assert await client.poll(3) == [6, 7]


@pytest.mark.parametrize(
    ("arriving", "lives"),
    [(said("hi"), 86_400), (pressed("t"), 150), (chose("a", "fer"), 600), (typed("fer"), 30)],
    ids=["message", "press", "chosen", "inline"],
)
async def test_what_nobody_fetches_in_time_is_gone(client: Client, arriving: dict[str, Any], lives: float) -> None:
    await client.server.queue(arriving)
    client.server.judge.clock.advance(lives - 10)
    assert len(await client.poll(0)) == 1
    client.server.judge.clock.advance(11)
    assert await client.poll(-10) == []


async def test_faults_come_when_a_test_wants_them(client: Client) -> None:
    judge = client.server.judge
    judge.see(said("hi"))
    hello = {"chat_id": PRIVATE["id"], "text": "hello"}
    judge.fail("sendMessage", Refusal(429, "Too Many Requests: retry after 5", retry_after=5))
    judge.fail("sendMessage", DoneThen(Refusal(502, "Bad Gateway")))
    assert [(await client("sendMessage", **hello))[0] for _ in range(3)] == [429, 502, 200]
    assert len(judge.posted) == 2, "the 502 was for a message that was sent"
    judge.fail("sendMessage", Dropped())
    with pytest.raises(aiohttp.ClientError):
        await client("sendMessage", **hello)
    judge.fail("sendMessage", Late(10.0))
    await client("sendMessage", **hello)
    assert judge.clock.slept == [10.0]


async def test_a_wrong_token_is_refused(client: Client) -> None:
    async with client.session.get(f"{client.server.url}/botwrong/getMe") as response:
        assert response.status == 401
