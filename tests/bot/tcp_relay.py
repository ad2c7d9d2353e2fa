"""A relay to the tests' PostgreSQL server that can be cut, so that it refuses connections, or frozen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"


@dataclass
class Relay:
    """Passes on the data of a socket in `folder`."""

    url: str
    target: Path
    folder: Path
    _flowing: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def mend(self) -> None:
        """Pass everything on."""
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._carry, self.folder / _SOCKET)

    def freeze(self) -> None:
        """Accept everything, and pass nothing on."""
        self._flowing.clear()

    async def cut(self) -> None:
        """Close all connections, and accept no new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        (self.folder / _SOCKET).unlink(missing_ok=True)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(self.target / _SOCKET)
        directions = ((reader, server_writer), (server_reader, writer))
        self._tasks.update(tasks := {asyncio.create_task(self._flow(*direction)) for direction in directions})
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks -= tasks

    async def _flow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._flowing.wait()
                writer.write(data)
        finally:
            writer.close()


@asynccontextmanager
async def relayed(url: str, folder: Path) -> AsyncIterator[Relay]:
    """Start a relay to the server at an address."""
    prefix, _, target = url.partition("host=")
    relay = Relay(f"{prefix}host={folder}", Path(target), folder)
    await relay.mend()
    try:
        yield relay
    finally:
        await relay.cut()
