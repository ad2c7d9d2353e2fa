"""The counterpart's webhook: in order for each chat, again until it is taken, as the official server does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest_asyncio
from aiohttp import web

from bot.simulator import Clock, serving
from tests.bot.sample_updates import GROUP, PRIVATE, said, typed
from tests.bot.simulator.test_delivery import FAST, Client, numbered


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with serving(clock=Clock(FAST, stopped=True)) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)


@dataclass
class Hook:
    """A bot's end of a webhook. `answers` are given first, each a status and headers; then 200 with `body`."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    body: dict[str, Any] | None = None
    secrets: set[str | None] = field(default_factory=set)
    came: list[int] = field(default_factory=list)
    inside: int = 0
    most: int = 0
    hold: float = 0.0
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.came.append((await request.json())["update_id"])
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.hold)
        self.inside -= 1
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        if status == 200 and self.body:
            return web.json_response(self.body)
        return web.Response(status=status, headers=headers)

    async def until(self, count: int) -> None:
        """Wait until so many requests came."""
        async with asyncio.timeout(10):
            while len(self.came) < count:  # noqa: ASYNC110 - a request sets no event
                await asyncio.sleep(0.005)


@asynccontextmanager
async def _hooked() -> AsyncIterator[Hook]:
    hook, app = Hook(), web.Application()
    app.router.add_post("/", hook.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield hook
    await runner.cleanup()


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    async with _hooked() as hook:
        yield hook


async def test_a_webhook_gets_the_updates_with_its_secret_and_polls_are_refused(client: Client, hook: Hook) -> None:
    await client.server.queue(*numbered(5))
    assert await client("setWebhook", url=hook.url, secret_token="s-1") == (200, True)
    await hook.until(1)
    assert hook.secrets == {"s-1"}
    status, why = await client("getUpdates")
    assert (status, "webhook is active" in why) == (409, True)
    await client("deleteWebhook")
    assert (await client("getWebhookInfo"))[1]["url"] == ""
    assert await client.poll() == []


async def test_a_chat_is_served_in_order_and_chats_side_by_side(client: Client, hook: Hook) -> None:
    hook.hold = 0.03
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1, 2, 3), *(said("x", GROUP | {"id": -n}) for n in range(2000, 2004)))
    await hook.until(7)
    assert [number for number in hook.came if number <= 3] == [1, 2, 3]
    assert hook.most == 5


async def test_no_more_connections_are_opened_than_asked_for(client: Client, hook: Hook) -> None:
    hook.hold = 0.02
    await client("setWebhook", url=hook.url, max_connections=2)
    await client.server.queue(*(said("x", GROUP | {"id": -n}) for n in range(2000, 2006)))
    await hook.until(6)
    assert hook.most == 2


async def test_what_is_not_taken_comes_again_at_once_then_later_and_later(client: Client, hook: Hook) -> None:
    hook.answers = [(500, {})] * 3 + [(503, {"Retry-After": "20"})]
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1, 2))
    await hook.until(6)
    assert hook.came == [1, 1, 1, 1, 1, 2]
    assert client.server.judge.clock.slept == [0.0, 2.0, 4.0, 20.0]
    assert "503" in (await client("getWebhookInfo"))[1]["last_error_message"]


async def test_what_is_not_taken_in_its_life_is_dropped(client: Client, hook: Hook) -> None:
    hook.answers = [(500, {})] * 50
    await client("setWebhook", url=hook.url)
    await client.server.queue(typed("fer"), said("hi"))
    await client.server.until(lambda: len(client.server.updates) == 1)
    assert "message" in client.server.updates[0]


async def test_a_call_in_the_answer_to_a_webhook_is_carried_out(client: Client, hook: Hook) -> None:
    hook.body = {"method": "sendMessage", "chat_id": PRIVATE["id"], "text": "hello"}
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1))
    [call] = await client.server.sent(1)
    assert call.text == "hello"


async def test_a_webhook_that_is_gone_for_a_day_is_removed(client: Client, hook: Hook) -> None:
    hook.answers = [(410, {})] * 50
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1))
    await hook.until(2)
    client.server.judge.clock.advance(23 * 3600 + 1)
    async with asyncio.timeout(10):
        while (await client("getWebhookInfo"))[1]["url"]:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.01)
    assert await client.poll() == [1]


async def test_a_webhook_is_set_once_a_second_at_most(client: Client, hook: Hook) -> None:
    assert (await client("setWebhook", url=hook.url))[0] == 200
    assert (await client("setWebhook", url=hook.url + "?two"))[0] == 429
    client.server.judge.clock.advance(1)
    assert (await client("setWebhook", url=hook.url + "?two"))[0] == 200
    assert (await client("setWebhook", url="nowhere"))[0] == 400
