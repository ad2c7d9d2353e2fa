"""A Bot API over real HTTP on loopback. Queued updates leave only when a higher offset, or a webhook, takes them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from aiohttp import web

from bot.simulator.clock import Clock
from bot.simulator.errors import Dropped, Refusal
from bot.simulator.get_updates import WEBHOOK, Polling
from bot.simulator.identity import TOKEN
from bot.simulator.judge import Call, Judge, Outside
from bot.simulator.network import Door
from bot.simulator.parameters import decoded
from bot.simulator.pending_updates import Pending
from bot.simulator.webhook_sender import Webhook

PATIENCE = 60.0
"""Seconds that a test waits at most for what it waits for."""


@dataclass
class Counterpart:
    """The server's state.

    `delay` holds back each sendMessage, in seconds; `held` counts those that are. `bodies` are sent as they are.
    `door` is there once it serves.
    """

    judge: Judge = field(default_factory=Judge)
    polls: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    delay: float = 0.0
    held: int = 0
    url: str = ""
    pending: Pending = field(default_factory=Pending)
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        self.polling = Polling(self.pending, self.judge.clock)
        self.webhook = Webhook(self.pending, self.judge.clock, self.polling, self._from_webhook)
        self.judge.hooks |= {"setWebhook": self.webhook.set, "getWebhookInfo": lambda _: self.webhook.info()}
        self.judge.hooks |= {"deleteWebhook": lambda values: self.webhook.set({**values, "url": ""})}

    @property
    def updates(self) -> list[dict[str, Any]]:
        """What nobody has acknowledged yet."""
        return [update.body for update in self.pending.waiting]

    @property
    def refused(self) -> list[str]:
        """The calls that were refused, by method, code and reason."""
        return self.judge.refused

    def calls(self, method: str) -> list[Call]:
        """The calls of one method that were carried out."""
        return self.judge.of(method)

    async def queue(self, *updates: dict[str, Any], broken: bool = False) -> None:
        """Let updates come in. Broken ones are shown to no judge.

        Raises AssertionError if a judge from outside cannot read one.
        """
        for update in updates:
            if self.judge.outside and not broken:
                self.judge.outside.update(update)
            self.pending.add(self.judge.see(update), self.judge.clock.now())
        await self.polling.tell()

    async def sent(self, count: int) -> list[Call]:
        """Wait until so many messages were sent; they are returned."""
        await self.until(lambda: len(self.judge.of("sendMessage")) >= count)
        return self.judge.of("sendMessage")

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until a condition is met that a call can change."""
        async with self.polling.changed, asyncio.timeout(PATIENCE):
            await self.polling.changed.wait_for(lambda: bool(met()))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        if request.match_info["token"] != TOKEN:
            return _answer(Refusal(401, "Unauthorized"))
        method, raw = request.match_info["method"], await _parameters(request)
        try:
            await self.door.passed()
            result = await (self._poll(raw) if method.casefold() == "getupdates" else self._call(method, raw))
        except Refusal as refusal:
            return _answer(refusal)
        except Dropped:
            return _dropped(request)
        finally:
            await self.polling.tell()
        return result if isinstance(result, web.Response) else web.json_response({"ok": True, "result": result})

    async def dated(self, _: web.Request, response: web.StreamResponse) -> None:
        """Tell the time with an answer: the server's own."""
        response.headers["Date"] = formatdate(self.judge.clock.now(), usegmt=True)

    async def _call(self, method: str, raw: dict[str, str]) -> Any:
        if method == "sendMessage" and self.delay:
            await self._hold()
        return await self.judge.answer(method, raw)

    async def _hold(self) -> None:
        self.held += 1
        await self.polling.tell()
        try:
            await asyncio.sleep(self.delay)
        finally:
            self.held -= 1

    async def _poll(self, raw: dict[str, str]) -> Any:
        self.polls.append(raw)
        await self.polling.tell()
        await self.judge.answer("getUpdates", raw)
        if self.webhook.url:
            raise Refusal(409, WEBHOOK)
        if self.bodies:
            return web.Response(body=self.bodies.pop(0))
        return await self.polling.poll(decoded(raw))

    async def _from_webhook(self, method: str, raw: dict[str, str]) -> None:
        try:
            await self._call(method, raw)
        except (Refusal, Dropped):
            return  # the bot is never told what came of a call in its webhook's answer
        finally:
            await self.polling.tell()


@asynccontextmanager
async def serving(outside: Outside | None = None, clock: Clock | None = None) -> AsyncIterator[Counterpart]:
    """A counterpart on a free port of loopback, with judges from outside if they are given."""
    counterpart = Counterpart(Judge(outside=outside, clock=clock or Clock()))
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", counterpart.handle)
    app.on_response_prepare.append(counterpart.dated)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    counterpart.door = Door(runner)
    await counterpart.door.open()
    counterpart.url = counterpart.door.url
    try:
        yield counterpart
    finally:
        await counterpart.webhook.stop()
        await runner.cleanup()


async def _parameters(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        sent = {name: _text(value) for name, value in (await request.json()).items()}
    else:
        sent = {name: str(value) for name, value in (await request.post()).items()}
    return {**request.query, **sent}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _answer(refusal: Refusal) -> web.Response:
    wait = refusal.parameters.get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else {}
    return web.json_response(refusal.envelope(), status=refusal.code, headers=headers)


def _dropped(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
