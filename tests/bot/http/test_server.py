"""The HTTP server: it finishes requests at the end, and names an address that is in use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.config.urls import Address
from bot.errors import ListenError
from bot.http import server
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


async def test_a_request_that_would_last_longer_is_cancelled_without_a_word(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "SHUTDOWN_TIMEOUT", 0)
    has_begun = asyncio.Event()

    async def last(_: Request) -> Response:
        has_begun.set()
        await asyncio.Event().wait()
        return Response()

    async with aiohttp.ClientSession() as session:
        async with serve(Address("127.0.0.1", 0), [Route("/", last)]) as address:
            request = asyncio.create_task(session.get(f"http://{address}/"))
            await has_begun.wait()
        with suppress(aiohttp.ClientError):
            await request
    assert caplog.records == []


async def _push(url: str, body: AsyncIterator[bytes]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/hook", data=body, headers=HEADERS) as response,
    ):
        return response.status


async def test_a_connection_that_asks_for_nothing_is_closed(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEADER_TIMEOUT", 0.2)
    reader, writer = await _connect(web)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: ")
    with suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_of_too_many_connections_the_last_are_closed_and_the_others_are_served(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 5)
    idle = [await _connect(web) for _ in range(20)]
    idle[0][1].write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b"200 OK" in await asyncio.wait_for(idle[0][0].read(), 5)
    with suppress(ConnectionResetError):
        assert await asyncio.wait_for(idle[-1][0].read(), 5) == b""
    for _, writer in idle:
        writer.close()


async def test_with_few_files_few_connections_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (64, 64))
    assert server.max_connections() == 16


async def _connect(web: WebServer) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = Address.parse(web.url.removeprefix("http://"))
    return await asyncio.open_connection(address.host, address.port)


async def test_an_address_that_is_in_use_is_reported_with_the_cure(web: WebServer) -> None:
    address = Address.parse(web.url.removeprefix("http://"))
    with pytest.raises(ListenError, match=r"^LEGWISE_LISTEN: cannot listen on 127\.0\.0\.1:\d+: .*; stop the process"):
        async with serve(address, []):
            pass
