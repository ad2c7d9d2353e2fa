"""getUpdates: acknowledgement, the long poll, throttling and conflicts."""

from __future__ import annotations

import asyncio
import time

from tests.bot.sample_updates import bot_status, pressed
from tests.bot.simulator.client import SPEED, Client, numbered


async def test_updates_stay_until_a_higher_offset_acknowledges_them(client: Client) -> None:
    await client.server.queue(*numbered(5, 6, 7))
    assert await client.poll() == [5, 6, 7]
    assert await client.poll(6) == [6, 7]
    assert await client.poll(8) == []
    assert client.server.updates == []


async def test_a_negative_offset_leaves_only_the_last_updates(client: Client) -> None:
    await client.server.queue(*numbered(5, 6, 7))
    assert await client.poll(-2) == [6, 7]
    assert await client.poll() == [6, 7]


async def test_a_poll_returns_a_hundred_updates_at_most(client: Client) -> None:
    await client.server.queue(*numbered(*range(1, 121)))
    assert len(await client.poll(limit=500)) == 100
    assert len(await client.poll(2, limit=0)) == 1


async def test_a_long_poll_waits_for_an_update_for_fifty_seconds_at_most(client: Client) -> None:
    poll = asyncio.create_task(client.poll(timeout=30))
    await asyncio.sleep(0.05)
    await client.server.queue(*numbered(5))
    assert await poll == [5]
    async with asyncio.timeout(100_000 / SPEED / 2):
        assert await client.poll(6, timeout=100_000) == []


async def test_an_offset_repeated_at_once_gets_one_update_and_has_to_wait(client: Client) -> None:
    await client.server.queue(*numbered(5, 6))
    assert await client.poll(5) == [5, 6]
    assert await client.poll(5) == [5]
    client.server.api.clock.advance(0.6)
    assert await client.poll(5) == [5, 6]
    assert await client.poll(7) == []
    start = time.monotonic()
    assert await client.poll(7) == []
    assert time.monotonic() - start > 2.9 / SPEED


async def test_a_second_poller_ends_the_poll_of_the_first_but_not_too_often(client: Client) -> None:
    polls = []
    for _ in range(3):
        polls.append(asyncio.create_task(client("getUpdates", timeout=50)))
        await asyncio.sleep(0.01)
    results = await asyncio.gather(*polls)
    assert [status for status, _ in results] == [409, 409, 200]
    assert results[0][1].startswith("Conflict: terminated by other getUpdates request")


async def test_allowed_updates_apply_when_an_update_arrives_and_stay_in_force(client: Client) -> None:
    await client.poll(allowed_updates=["callback_query"])
    await client.server.queue(*numbered(5), pressed("t") | {"update_id": 6})
    assert await client.poll(1) == [6]
    assert await client.poll(2, allowed_updates=[]) == [6]
    await client.server.queue(*numbered(7), {"update_id": 8, "chat_member": bot_status("left")["my_chat_member"]})
    assert await client.poll(3) == [6, 7]
