"""The HTTP server: it finishes requests at the end, and names an address that is in use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.config.urls import Address
from bot.errors import ListenError
from bot.http.server import serve
from tests.bot.sample_updates import said
from tests.bot.updates.inbox_helpers import depth, inbox_in
from tests.bot.web import HEADERS, WebServer, serving


async def test_a_request_in_progress_at_the_end_is_finished(tmp_path: Path) -> None:
    async with inbox_in(tmp_path) as inbox:
        body, is_ending = json.dumps(said("x")).encode(), asyncio.Event()

        async def halves() -> AsyncIterator[bytes]:
            yield body[:10]
            await is_ending.wait()
            await asyncio.sleep(0.2)
            yield body[10:]

        async with serving(inbox.engine) as web:
            push = asyncio.create_task(_push(web.url, halves()))
            await asyncio.sleep(0.1)
            is_ending.set()
        assert await push == 200
        assert await depth(inbox) + len(web.answered) == 1


async def _push(url: str, body: AsyncIterator[bytes]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/hook", data=body, headers=HEADERS) as response,
    ):
        return response.status


async def test_an_address_that_is_in_use_is_reported_with_the_cure(web: WebServer) -> None:
    address = Address.parse(web.url.removeprefix("http://"))
    with pytest.raises(ListenError, match=r"^LEGWISE_LISTEN: cannot listen on 127\.0\.0\.1:\d+: .*; stop the process"):
        async with serve(address, []):
            pass
