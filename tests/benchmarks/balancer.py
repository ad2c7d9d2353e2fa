"""Stands in front of several replicas, as a proxy does: each push goes to the next of them that takes it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

PATH = "/hook"
_PASSED_ON = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


@dataclass
class Balancer:
    """The replicas' addresses, HOST:PORT, and whose turn it is."""

    session: aiohttp.ClientSession
    replicas: Sequence[str]
    turn: int = 0

    async def passed(self, request: web.Request) -> web.Response:
        """The answer of the first that answers; 502 if none does."""
        body = await request.read()
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        for _ in self.replicas:
            self.turn = (self.turn + 1) % len(self.replicas)
            try:
                url = f"http://{self.replicas[self.turn]}{PATH}"
                async with self.session.post(url, data=body, headers=headers) as response:
                    return web.Response(status=response.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)


@asynccontextmanager
async def balancing(replicas: Sequence[str]) -> AsyncIterator[str]:
    """The address that Telegram pushes to."""
    app = web.Application()
    async with aiohttp.ClientSession() as session:
        app.router.add_post(PATH, Balancer(session, replicas).passed)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        finally:
            await runner.cleanup()
