"""Listens for HTTP while a run lasts: in the run's own loop, and ended by the run, not by signals. Knows no route."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from starlette.applications import Starlette
from starlette.routing import Route
from uvicorn import Config, Server

from bot.config.urls import Address
from bot.errors import ListenError

LAST_WORDS = 1
"""Seconds that requests under way have to end."""


class _Ours(Server):
    """A server that leaves the signals to the run."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def listening(address: Address, routes: Sequence[Route]) -> AsyncIterator[Address]:
    """Serve the routes; give where (a port of 0 is made a free one). In the end, what is under way is finished.

    Raises ListenError.
    """
    with _bound(address) as bound:
        server = _Ours(_config(Starlette(routes=routes)))
        serving = asyncio.create_task(server.serve([bound]))
        try:
            yield Address(address.host, bound.getsockname()[1])
        finally:
            server.should_exit = True
            await serving


def _config(app: Starlette) -> Config:
    return Config(
        app, log_config=None, access_log=False, lifespan="off", ws="none", http="h11", server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=LAST_WORDS,
    )  # fmt: skip


@contextmanager
def _bound(address: Address) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        bound = socket.create_server((address.host, address.port), family=family, backlog=2048)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        cure = "stop what uses it, or name another"
        raise ListenError(f"LEGWISE_LISTEN: cannot listen on {address}: {reason}; {cure}.") from None
    with bound:
        yield bound
