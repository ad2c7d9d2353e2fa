"""The server's network, with outages: connections are refused, or accepted and left without a response."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.simulator.errors import ConnectionDroppedError


class Network:
    """A port of loopback, the same across all outages."""

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner, self._port = runner, 0
        self._site: web.TCPSite | None = None
        self._responding = asyncio.Event()
        self._responding.set()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._port}"

    async def connect(self) -> None:
        """Accept connections."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    async def disconnect(self) -> None:
        """Refuse connections and drop open ones. A call in progress may still be carried out."""
        if self._site is not None:
            await self._site.stop()
        if self._runner.server is not None:
            for connection in self._runner.server.connections:
                connection.force_close()

    def stall(self) -> None:
        """Accept connections but send no response."""
        self._responding.clear()

    def resume(self) -> None:
        """Respond again. Calls made during the stall are dropped without being carried out."""
        self._responding.set()

    async def wait(self) -> None:
        """Wait out a stall. Raises ConnectionDroppedError at its end."""
        if not self._responding.is_set():
            await self._responding.wait()
            raise ConnectionDroppedError
