"""The HTTP server: uvicorn in the run's own event loop."""

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

SHUTDOWN_TIMEOUT = 1
"""Seconds for requests in progress to finish."""


class _Server(Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the run."""
        yield


@asynccontextmanager
async def serve(address: Address, routes: Sequence[Route]) -> AsyncIterator[Address]:
    """Serve the routes, and finish requests in progress at the end. Raises ListenError.

    The address that is yielded has the actual port if the port was 0.
    """
    with _bind(address) as bound:
        server = _Server(_config(Starlette(routes=routes)))
        serving = asyncio.create_task(server.serve([bound]))
        try:
            yield Address(address.host, bound.getsockname()[1])
        finally:
            server.should_exit = True
            await serving


def _config(app: Starlette) -> Config:
    return Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT,
    )


@contextmanager
def _bind(address: Address) -> Iterator[socket.socket]:
    try:
        bound = address.bound()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        cure = "stop the process that uses it, or set another address"
        raise ListenError(f"LEGWISE_LISTEN: cannot listen on {address}: {reason}; {cure}.") from None
    with bound:
        yield bound
