"""The webhook: in order per chat, repeated until accepted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio
from aiohttp import web

from tests.bot.sample_updates import GROUP, PRIVATE, said, typed
from tests.bot.simulator.client import Client, numbered


@dataclass
class Hook:
    """A bot's end of a webhook. It gives `answers` first, each a status and headers, then 200 with `body`."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    body: dict[str, Any] | None = None
    secrets: set[str | None] = field(default_factory=set)
    received: list[int] = field(default_factory=list)
    open_requests: int = 0
    max_open: int = 0
    delay: float = 0.0
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Receive an update."""
        self.open_requests += 1
        self.max_open = max(self.max_open, self.open_requests)
        self.received.append((await request.json())["update_id"])
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.delay)
        self.open_requests -= 1
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        if status == 200 and self.body:
            return web.json_response(self.body)
        return web.Response(status=status, headers=headers)

    async def until(self, count: int) -> None:
        """Wait until that many requests have arrived."""
        async with asyncio.timeout(10):
            while len(self.received) < count:  # noqa: ASYNC110 - a request sets no event
                await asyncio.sleep(0.005)


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    """A hook that listens on loopback."""
    hook, app = Hook(), web.Application()
    app.router.add_post("/", hook.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_the_updates_with_its_secret_and_polls_are_refused(client: Client, hook: Hook) -> None:
    await client.server.queue(*numbered(5))
    assert await client("setWebhook", url=hook.url, secret_token="s-1") == (200, True)
    await hook.until(1)
    assert hook.secrets == {"s-1"}
    status, description = await client("getUpdates")
    assert (status, "webhook is active" in description) == (409, True)
    await client("deleteWebhook")
    assert (await client("getWebhookInfo"))[1]["url"] == ""
    assert await client.poll() == []


async def test_updates_are_sent_in_order_per_chat_and_concurrently_for_different_chats(
    client: Client, hook: Hook
) -> None:
    hook.delay = 0.03
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1, 2, 3), *(said("x", GROUP | {"id": -n}) for n in range(2000, 2004)))
    await hook.until(7)
    assert [number for number in hook.received if number <= 3] == [1, 2, 3]
    assert hook.max_open == 5


async def test_no_more_connections_are_opened_than_max_connections(client: Client, hook: Hook) -> None:
    hook.delay = 0.02
    await client("setWebhook", url=hook.url, max_connections=2)
    await client.server.queue(*(said("x", GROUP | {"id": -n}) for n in range(2000, 2006)))
    await hook.until(6)
    assert hook.max_open == 2


async def test_a_rejected_update_is_sent_again_at_once_and_then_at_growing_intervals(
    client: Client, hook: Hook
) -> None:
    hook.answers = [(500, {})] * 3 + [(503, {"Retry-After": "20"})]
    await client("setWebhook", url=hook.url)
    await client.server.queue(*numbered(1, 2))
    await hook.until(6)
    assert hook.received == [1, 1, 1, 1, 1, 2]
    assert client.server.api.clock.slept == [0.0, 2.0, 4.0, 20.0]
    assert "503" in (await client("getWebhookInfo"))[1]["last_error_message"]


async def test_an_update_that_is_rejected_until_it_expires_is_dropped(client: Client, hook: Hook) -> None:
    hook.answers = [(500, {})] * 50
    await client("setWebhook", url=hook.url)
    await client.server.queue(typed("fer"), said("hi"))
    await client.server.until(lambda: len(client.server.updates) == 1)
    assert "message" in client.server.updates[0]


async def test_a_call_in_the_response_to_a_webhook_is_carried_out(client: Client, hook: Hook) -> None:
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
    client.server.api.clock.advance(23 * 3600 + 1)
    async with asyncio.timeout(10):
        while (await client("getWebhookInfo"))[1]["url"]:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.01)
    assert await client.poll() == [1]


async def test_a_webhook_is_set_once_a_second_at_most(client: Client, hook: Hook) -> None:
    assert (await client("setWebhook", url=hook.url))[0] == 200
    assert (await client("setWebhook", url=hook.url + "?two"))[0] == 429
    client.server.api.clock.advance(1)
    assert (await client("setWebhook", url=hook.url + "?two"))[0] == 200
    assert (await client("setWebhook", url="nowhere"))[0] == 400
