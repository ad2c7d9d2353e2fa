"""Fixtures of the simulator's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.simulator import BotApi, Clock, serve
from tests.bot.simulator.calls import make_api
from tests.bot.simulator.client import SPEED, Client


@pytest.fixture
def api() -> BotApi:
    """An API that knows some chats and queries."""
    return make_api()


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    """A client of a simulator whose clock is stopped."""
    async with serve(clock=Clock(SPEED, stopped=True)) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)
