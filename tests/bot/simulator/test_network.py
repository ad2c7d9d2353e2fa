"""Outages of the network."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from bot.simulator import TOKEN, BotApiSimulator, serve


async def _outcome(server: BotApiSimulator) -> str:
    """Call getMe; return the outcome."""
    url = f"{server.url}/bot{TOKEN}/getMe"
    try:
        async with aiohttp.ClientSession() as session, session.post(url) as response:
            return "answered" if json.loads(await response.read())["ok"] else "refused"
    except aiohttp.ClientConnectorError:
        return "no connection"
    except aiohttp.ClientError:
        return "dropped"


async def test_a_disconnected_server_refuses_connections_and_later_has_the_same_port() -> None:
    async with serve() as server:
        assert await _outcome(server) == "answered"
        await server.network.disconnect()
        assert await _outcome(server) == "no connection"
        await server.network.connect()
        assert await _outcome(server) == "answered"


async def test_a_disconnect_ends_an_open_poll() -> None:
    async with serve() as server, aiohttp.ClientSession() as session:
        url = f"{server.url}/bot{TOKEN}/getUpdates?timeout=50"
        poll = asyncio.create_task(session.post(url))
        await server.until(lambda: server.polls)
        await server.network.disconnect()
        with pytest.raises(aiohttp.ClientError):
            await poll


async def test_a_call_during_a_stall_is_never_answered() -> None:
    async with serve() as server:
        server.network.stall()
        call = asyncio.create_task(_outcome(server))
        assert not (await asyncio.wait({call}, timeout=0.1))[0]
        server.network.resume()
        assert await call == "dropped"
        assert await _outcome(server) == "answered"
