"""How the server is reached: an outage shuts its door, or lets everybody in and leaves them without a word."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.simulator.errors import Dropped


class Door:
    """A port of loopback, the same over all outages."""

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner, self._port = runner, 0
        self._site: web.TCPSite | None = None
        self._speaking = asyncio.Event()
        self._speaking.set()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._port}"

    async def open(self) -> None:
        """Let callers in."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    async def shut(self) -> None:
        """Refuse whoever calls, and drop all connections. What they asked for may be done all the same."""
        assert self._site is not None, "it has been opened"
        await self._site.stop()
        assert self._runner.server is not None, "the runner is set up"
        for connection in self._runner.server.connections:
            connection.force_close()

    def fall_silent(self) -> None:
        """Let callers in, and give them no answer."""
        self._speaking.clear()

    def speak(self) -> None:
        """Answer again. Whoever called during the silence gets nothing, and nothing was done for them."""
        self._speaking.set()

    async def passed(self) -> None:
        """Go through. Raises Dropped at the end of a silence."""
        if not self._speaking.is_set():
            await self._speaking.wait()
            raise Dropped
