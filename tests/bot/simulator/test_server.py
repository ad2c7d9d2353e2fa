"""The HTTP server."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import aiohttp

from bot.simulator import TOKEN, serve
from tests.bot.simulator.client import Client


async def test_a_wrong_token_is_refused(client: Client) -> None:
    async with client.session.get(f"{client.server.url}/botwrong/getMe") as response:
        assert response.status == 401


async def test_every_response_has_the_date_of_the_servers_clock() -> None:
    async with serve() as server, aiohttp.ClientSession() as session:
        server.api.clock.advance(-3600)
        async with session.post(f"{server.url}/bot{TOKEN}/getMe") as response:
            date = parsedate_to_datetime(response.headers["Date"]).timestamp()
        assert abs(date - server.api.clock.now()) < 5
