"""Temporary proxies on loopback: tinyproxy (HTTP, and HTTPS behind a TLS relay) and microsocks (SOCKS 5)."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from tests.bot.operating.nginx import make_certificate
from tests.bot.process import free_port

PROGRAMS = ("tinyproxy", "microsocks")
CURE = f"{' or '.join(PROGRAMS)} is not installed: proxies were not tested; run apt-get install {' '.join(PROGRAMS)}."
USER, PASSWORD = "ann", "p.ss"
PATIENCE = 30.0


def are_installed() -> bool:
    """Return whether both programs are installed."""
    return all(map(shutil.which, PROGRAMS))


@contextmanager
def http_proxy(folder: Path, *directives: str) -> Iterator[int]:
    """Run tinyproxy with more lines in its configuration, and return its port."""
    port, file = free_port(), folder / "tinyproxy.conf"
    lines = (f"Port {port}", "Listen 127.0.0.1", "Timeout 5", f'LogFile "{folder}/tinyproxy.log"', *directives)
    file.write_text("\n".join(lines) + "\n")
    with _running(["tinyproxy", "-d", "-c", str(file)], port):
        yield port


@contextmanager
def socks_proxy(*options: str) -> Iterator[int]:
    """Run microsocks with options, and return its port."""
    port = free_port()
    with _running(["microsocks", "-i", "127.0.0.1", "-p", str(port), *options], port):
        yield port


@asynccontextmanager
async def tls_before(port: int, folder: Path) -> AsyncIterator[tuple[int, Path]]:
    """Relay TLS to a port; return the port that speaks TLS and the file of its certificate, which is for loopback."""
    certificate = folder / "fullchain.pem"
    if not certificate.exists():
        make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, folder / "privkey.pem")

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target_reader, target_writer = await asyncio.open_connection("127.0.0.1", port)
        tasks = {asyncio.create_task(_copy(*way)) for way in ((reader, target_writer), (target_reader, writer))}
        relaying.update(tasks)
        await asyncio.wait(tasks)

    relaying: set[asyncio.Task[None]] = set()
    server = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1], certificate
    finally:
        server.close()
        for task in relaying:
            task.cancel()
        await asyncio.gather(*relaying, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):  # the other side is gone
            while data := await reader.read(65536):
                writer.write(data)
    finally:
        writer.close()
        with suppress(OSError):  # the other side is gone
            await writer.wait_closed()


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, "the proxy did not start"
        assert time.monotonic() < until, "the proxy did not become ready"
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
