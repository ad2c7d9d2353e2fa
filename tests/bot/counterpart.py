"""A Bot API over real HTTP on loopback: long poll, acknowledgement by offset, 409, faults on demand, and the
refusals of `judge.py`. Queued updates leave only when a higher offset acknowledges them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.judge import TOKEN, Call, Judge, Refusal

PATIENCE = 60.0
"""Seconds that a test waits at most for what it waits for."""


@dataclass
class Counterpart:
    """The server's state. `delay` holds back each sendMessage, in seconds; `bodies` are sent as they are."""

    judge: Judge = field(default_factory=Judge)
    updates: list[dict[str, Any]] = field(default_factory=list)
    polls: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    delay: float = 0.0
    url: str = ""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _poller: int = 0

    async def queue(self, *updates: dict[str, Any]) -> None:
        """Let updates come in."""
        self.updates += updates
        await self._tell()

    async def sent(self, count: int) -> list[Call]:
        """Wait until so many messages were sent; they are returned."""
        await self.until(lambda: len(self.judge.of("sendMessage")) >= count)
        return self.judge.of("sendMessage")

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until a condition is met that a call can change."""
        async with self._changed, asyncio.timeout(PATIENCE):
            await self._changed.wait_for(lambda: bool(met()))

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call."""
        if request.match_info["token"] != TOKEN:
            return _answer(Refusal(401, "Unauthorized"))
        raw = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
        method = request.match_info["method"]
        try:
            result = await (self._poll(raw) if method == "getUpdates" else self._call(method, raw))
        except Refusal as refusal:
            return _answer(refusal)
        finally:
            await self._tell()
        return result if isinstance(result, web.Response) else web.json_response({"ok": True, "result": result})

    async def _call(self, method: str, raw: dict[str, str]) -> Any:
        if method == "sendMessage":
            await asyncio.sleep(self.delay)
        return self.judge.call(method, raw)

    async def _poll(self, raw: dict[str, str]) -> Any:
        self.polls.append(raw)
        self.judge.call("getUpdates", raw)
        if self.bodies:
            return web.Response(body=self.bodies.pop(0))
        self._poller += 1
        mine, offset = self._poller, int(raw.get("offset", 0))
        self.updates = [update for update in self.updates if update.get("update_id", offset) >= offset]
        await self._tell()
        try:
            async with asyncio.timeout(float(raw.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: self.updates or self._poller != mine)
        except TimeoutError:
            return []
        if self._poller != mine:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self.updates[: int(raw.get("limit", 100))]

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


@asynccontextmanager
async def serving() -> AsyncIterator[Counterpart]:
    """A counterpart on a free port of loopback."""
    counterpart = Counterpart()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", counterpart.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    counterpart.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield counterpart
    finally:
        await runner.cleanup()


def _answer(refusal: Refusal) -> web.Response:
    return web.Response(status=refusal.code, body=json.dumps(refusal.envelope()).encode())
