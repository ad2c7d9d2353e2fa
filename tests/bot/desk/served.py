"""A desk that is served on loopback, and requests to it, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import Parser
from typing import Any
from urllib.parse import urlencode

from bot.config.content_copy import digest
from bot.config.urls import Address
from bot.desk.app import build_app
from bot.desk.database import open_desk_database
from bot.desk.hosts import origins
from bot.desk.trial.people import CHAT_NAMES
from bot.desk.trial.trial import Trial
from bot.http.server import serve_app
from faq.paths import PACKAGED
from tests.bot.database_fixtures import Clock

FORM = "application/x-www-form-urlencoded"
TIMEOUT = 10.0


@dataclass(frozen=True)
class Reply:
    """A response."""

    status: int
    headers: Message
    text: str

    @property
    def cookie(self) -> str:
        """The cookie that it sets, without its attributes."""
        return str(self.headers.get("set-cookie", "")).partition(";")[0]


@dataclass
class ServedDesk:
    """A desk that is served.

    Attributes:
        headers: of all requests.

    """

    trial: Trial
    address: Address
    clock: Clock
    host: str
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, data: bytes) -> Reply:
        """Send bytes, and return the first response."""
        reader, writer = await asyncio.open_connection(self.address.host, self.address.port)
        writing = asyncio.create_task(_write(writer, data))
        try:
            async with asyncio.timeout(TIMEOUT):
                return await _read(reader)
        finally:
            writing.cancel()
            writer.close()

    async def request(
        self, method: str, path: str, body: str | bytes = b"", headers: Mapping[str, str | None] | None = None
    ) -> Reply:
        """Send a request with the usual headers, but for those given; None leaves one out."""
        content = body.encode() if isinstance(body, str) else body
        usual = {"Host": self.host, "Connection": "close", **self.headers}
        if content:
            usual |= {"Content-Length": str(len(content)), "Content-Type": FORM}
        fields = usual | dict(headers or {})
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in fields.items() if value is not None),
        ]
        return await self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + content)

    async def get(self, path: str, **headers: str) -> Reply:
        """Get a page."""
        return await self.request("GET", path, headers=headers)

    async def post(self, path: str, **fields: str) -> Reply:
        """Send a form."""
        return await self.request("POST", path, urlencode(fields))

    def state(self) -> dict[str, Any]:
        """Return everything that a request could change. The bot may still be answering the one before."""
        client = self.trial.client
        chats = {
            name: [each.body for each in client.chat(name).messages.values() if not each.body["from"]["is_bot"]]
            for name in CHAT_NAMES
        }
        content = digest(self.trial.settings.content or PACKAGED)
        return chats | {"actions": client.actions, "languages": dict(client.languages), "content": content}

    async def token(self) -> str:
        """Return the token of the pages of this session."""
        return csrf_token((await self.get("/")).text)


def csrf_token(page: str) -> str:
    """Return the token in a page; empty if there is none."""
    return page.partition('"X-CSRF-Token": "')[2].partition('"')[0]


@asynccontextmanager
async def serving(
    trial: Trial, password_hash: str | None = None, names: tuple[str, ...] = ()
) -> AsyncIterator[ServedDesk]:
    """Serve a desk of a trial. The first of its other names is the host of the requests."""
    clock, hosts = Clock(), dict[str, str]()
    async with open_desk_database(None, trial) as database:
        app = build_app(trial, database, hosts, password_hash, clock)
        async with serve_app(Address("127.0.0.1", 0), app, "a test") as address:
            hosts |= origins(address, names)
            yield ServedDesk(trial, address, clock, (*names, str(address))[0])


async def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    with suppress(ConnectionError):  # the desk may close before all is sent
        writer.write(data)
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, _, rest = head.partition("\r\n")
    headers = Parser().parsestr(rest, headersonly=True)
    length = headers.get("content-length")
    try:
        body = await (reader.readexactly(int(length)) if length else reader.read())
    except asyncio.IncompleteReadError as cut:  # the head alone was asked for
        body = cut.partial
    return Reply(int(first.split()[1]), headers, body.decode())
