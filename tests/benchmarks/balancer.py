"""A reverse proxy before several replicas: each push is forwarded to the next replica that accepts it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

PATH = "/hook"
_FORWARDED = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


@dataclass
class Balancer:
    """The addresses of the replicas, HOST:PORT, and the index of the last one used."""

    session: aiohttp.ClientSession
    replicas: Sequence[str]
    last: int = 0

    async def forward(self, request: web.Request) -> web.Response:
        """Return the response of the first replica that responds; 502 if none does."""
        body = await request.read()
        headers = {name: request.headers[name] for name in _FORWARDED if name in request.headers}
        for _ in self.replicas:
            self.last = (self.last + 1) % len(self.replicas)
            try:
                url = f"http://{self.replicas[self.last]}{PATH}"
                async with self.session.post(url, data=body, headers=headers) as response:
                    return web.Response(status=response.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)


@asynccontextmanager
async def run_balancer(replicas: Sequence[str]) -> AsyncIterator[str]:
    """Run a balancer; give the URL for the webhook."""
    app = web.Application()
    async with aiohttp.ClientSession() as session:
        app.router.add_post(PATH, Balancer(session, replicas).forward)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        finally:
            await runner.cleanup()
