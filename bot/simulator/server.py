"""The Bot API over HTTP on loopback. A queued update stays until a higher offset or a webhook takes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.utils import formatdate
from typing import Any

from aiohttp import web

from bot.simulator.bot_api import BotApi, Call, Validator
from bot.simulator.clock import Clock
from bot.simulator.errors import ApiError, ConnectionDroppedError
from bot.simulator.get_updates import WEBHOOK, Polling
from bot.simulator.identity import TOKEN
from bot.simulator.network import Network
from bot.simulator.parameters import decode
from bot.simulator.pending_updates import PendingUpdates
from bot.simulator.webhook_sender import Webhook

WAIT_TIMEOUT = 60.0
"""Seconds after which `until` and `sent` give up."""


class BotApiSimulator:
    """The server.

    Attributes:
        delay: seconds by which each sendMessage is delayed.
        delayed_calls: how many are being delayed now.
        polls: the parameters of each getUpdates.
        bodies: raw bodies to answer the next polls with.

    """

    def __init__(self, api: BotApi | None = None) -> None:
        self.api = api or BotApi()
        self.polls: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.delay, self.delayed_calls = 0.0, 0
        self.pending = PendingUpdates()
        self.polling = Polling(self.pending, self.api.clock)
        self.webhook = Webhook(self.pending, self.api.clock, self.polling, self._from_webhook)
        self.api.hooks |= {"setWebhook": self.webhook.set, "getWebhookInfo": lambda _: self.webhook.info()}
        self.api.hooks |= {"deleteWebhook": lambda values: self.webhook.set({**values, "url": ""})}
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.on_response_prepare.append(self._add_date)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        self.network = Network(self._runner)

    @property
    def url(self) -> str:
        """The base URL."""
        return self.network.url

    @property
    def updates(self) -> list[dict[str, Any]]:
        """The updates not acknowledged yet."""
        return [update.body for update in self.pending.updates]

    @property
    def refused(self) -> list[str]:
        """The calls that were refused, as method, code and description."""
        return self.api.refused

    def calls(self, method: str) -> list[Call]:
        """Return the successful calls of one method."""
        return self.api.calls_of(method)

    async def start(self) -> None:
        """Start to serve on a free port."""
        await self._runner.setup()
        await self.network.connect()

    async def stop(self) -> None:
        """Stop to serve."""
        await self.webhook.stop()
        await self._runner.cleanup()

    async def queue(self, *updates: dict[str, Any], broken: bool = False) -> None:
        """Queue updates for the bot. Broken ones are not validated.

        Raises AssertionError if the validator rejects one.
        """
        for update in updates:
            if self.api.validator and not broken:
                self.api.validator.update(update)
            self.pending.add(self.api.record(update), self.api.clock.now())
        await self.polling.notify()

    async def sent(self, count: int) -> list[Call]:
        """Wait until the bot has sent that many messages; return them."""
        await self.until(lambda: len(self.api.calls_of("sendMessage")) >= count)
        return self.api.calls_of("sendMessage")

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds that a call can change."""
        async with self.polling.changed, asyncio.timeout(WAIT_TIMEOUT):
            await self.polling.changed.wait_for(lambda: bool(condition()))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _error_response(ApiError(401, "Unauthorized"))
        method, raw = request.match_info["method"], await _parameters(request)
        try:
            await self.network.wait()
            result = await (self._poll(raw) if method.casefold() == "getupdates" else self._call(method, raw))
        except ApiError as error:
            return _error_response(error)
        except ConnectionDroppedError:
            return _drop(request)
        finally:
            await self.polling.notify()
        return result if isinstance(result, web.Response) else web.json_response({"ok": True, "result": result})

    async def _add_date(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(self.api.clock.now(), usegmt=True)

    async def _call(self, method: str, raw: dict[str, str]) -> Any:
        if method == "sendMessage" and self.delay:
            await self._wait_delay()
        return await self.api.answer(method, raw)

    async def _wait_delay(self) -> None:
        self.delayed_calls += 1
        await self.polling.notify()
        try:
            await asyncio.sleep(self.delay)
        finally:
            self.delayed_calls -= 1

    async def _poll(self, raw: dict[str, str]) -> Any:
        self.polls.append(raw)
        await self.polling.notify()
        await self.api.answer("getUpdates", raw)
        if self.webhook.url:
            raise ApiError(409, WEBHOOK)
        if self.bodies:
            return web.Response(body=self.bodies.pop(0))
        return await self.polling.poll(decode(raw))

    async def _from_webhook(self, method: str, raw: dict[str, str]) -> None:
        try:
            await self._call(method, raw)
        except (ApiError, ConnectionDroppedError):
            return  # Telegram does not report the result of a call in a webhook's response
        finally:
            await self.polling.notify()


@asynccontextmanager
async def serve(validator: Validator | None = None, clock: Clock | None = None) -> AsyncIterator[BotApiSimulator]:
    """Run a simulator on a free port of loopback."""
    simulator = BotApiSimulator(BotApi(validator=validator, clock=clock or Clock()))
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()


async def _parameters(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        sent = {name: _text(value) for name, value in (await request.json()).items()}
    else:
        sent = {name: str(value) for name, value in (await request.post()).items()}
    return {**request.query, **sent}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _error_response(error: ApiError) -> web.Response:
    retry_after = error.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return web.json_response(error.response_body(), status=error.code, headers=headers)


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
