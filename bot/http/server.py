"""The HTTP server: uvicorn in the run's own event loop."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.config.urls import Address
from bot.errors import ListenError

if sys.platform == "win32":
    resource = None
else:
    import resource

SHUTDOWN_TIMEOUT = 1
"""Seconds for requests in progress to finish."""


MAX_CONNECTIONS = 256
"""Open connections at most; Telegram makes a hundred."""
HEADER_TIMEOUT = 10.0
"""Seconds for the headers of a connection's first request; between requests, uvicorn has a timeout."""


class _Protocol(H11Protocol):
    """Closes a connection that is one too many, or that asks for nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Accept a connection."""
        super().connection_made(transport)
        if len(self.connections) > max_connections():
            transport.abort()
        else:
            self.loop.call_later(HEADER_TIMEOUT, self._close_if_silent, transport)

    def shutdown(self) -> None:
        """Let the request in progress finish, but for a response that has begun: it may be a stream without an end."""
        super().shutdown()
        if self.cycle is not None and self.cycle.response_started:
            self.transport.close()

    def _close_if_silent(self, transport: asyncio.Transport) -> None:
        if self.scope is None and not transport.is_closing():
            transport.abort()


def max_connections() -> int:
    """Return the number of connections that leaves most files to the rest of the process."""
    if resource is None:
        return MAX_CONNECTIONS
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_CONNECTIONS if files == resource.RLIM_INFINITY else min(MAX_CONNECTIONS, max(files // 4, 1))


class _Server(Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the run."""
        yield


@asynccontextmanager
async def serve(address: Address, routes: Sequence[Route], setting: str = "LEGWISE_LISTEN") -> AsyncIterator[Address]:
    """Serve the routes, and finish requests in progress at the end. Raises ListenError, which names the setting.

    The address that is yielded has the actual port if the port was 0.
    """
    async with serve_app(address, Starlette(routes=routes), setting) as actual:
        yield actual


@asynccontextmanager
async def serve_app(address: Address, app: ASGIApp, setting: str) -> AsyncIterator[Address]:
    """Serve an application as `serve` does its routes."""
    with _bind(address, setting) as bound:
        server = _Server(_config(app))
        serving = asyncio.create_task(server.serve([bound]))
        try:
            yield Address(address.host, bound.getsockname()[1])
        finally:
            server.should_exit = True
            with _cancelling_silently():
                await serving


class _NotOfTheEnd(logging.Filter):
    """Leaves out that requests were cancelled: at the end of a run that is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is another."""
        is_cancelled = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
        return not (is_cancelled or str(record.msg).startswith("Cancel %s running task(s)"))


@contextmanager
def _cancelling_silently() -> Iterator[None]:
    log, not_of_the_end = logging.getLogger("uvicorn.error"), _NotOfTheEnd()
    log.addFilter(not_of_the_end)
    try:
        yield
    finally:
        log.removeFilter(not_of_the_end)


def _config(app: ASGIApp) -> Config:
    return Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http=_Protocol,
        # asyncio tries to accept so many connections at once, also when it has no file left for any of them.
        backlog=max_connections(),
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT,
    )


@contextmanager
def _bind(address: Address, setting: str) -> Iterator[socket.socket]:
    try:
        bound = address.bound()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        cure = "stop the process that uses it, or set another address"
        raise ListenError(f"{setting}: cannot listen on {address}: {reason}; {cure}.") from None
    with bound:
        yield bound
