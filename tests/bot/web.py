"""The HTTP server of a run, with webhook, health checks and workers, but without Telegram."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Update

from bot.config.urls import Address
from bot.health.database import DatabaseHealth
from bot.http.health import Health
from bot.http.server import serve
from bot.metrics import Metrics
from bot.updates.inbox import Inbox
from bot.updates.intake import Intake
from bot.updates.result import Done, Result
from bot.updates.triage import Triage
from bot.updates.webhook import HEADER, Webhook
from tests.bot.workers import make_workers

SECRET = "a-secret-of-the-tests"
HEADERS = {"Content-Type": "application/json", HEADER: SECRET}
TIMEOUT = 10.0


@dataclass
class WebServer:
    """A running server, and the numbers of the updates that were answered."""

    engine: AsyncEngine
    inbox: Inbox
    session: aiohttp.ClientSession
    is_receiving: bool = True
    is_answering: bool = True
    url: str = ""
    answered: list[int] = field(default_factory=list)

    async def push(self, body: Any, **headers: str) -> int:
        """Push a body with these headers instead of the right ones; return the status."""
        data = json.dumps(body) if isinstance(body, dict) else body
        async with self.session.post(f"{self.url}/hook", data=data, headers=HEADERS | headers) as response:
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        async with self.session.get(self.url + path) as response:
            return response.status, await response.text()

    async def wait_for_answers(self, count: int) -> None:
        """Wait until so many updates were answered."""
        async with asyncio.timeout(TIMEOUT):
            while len(self.answered) < count:  # noqa: ASYNC110 - an answer sets no event
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def without_database(self) -> AsyncIterator[None]:
        """Make the inbox unavailable for a while."""
        await self._execute("ALTER TABLE inbox RENAME TO away")
        yield
        await self._execute("ALTER TABLE away RENAME TO inbox")

    async def answer(self, update: Update) -> Result:
        """Record an update."""
        self.answered.append(update.update_id)
        return Done()

    async def _execute(self, statement: str) -> None:
        async with self.engine.begin() as connection:
            await connection.exec_driver_sql(statement)


@asynccontextmanager
async def serving(engine: AsyncEngine) -> AsyncIterator[WebServer]:
    """Run the server, and workers that only record updates."""
    async with aiohttp.ClientSession() as session:
        web = WebServer(engine, Inbox(engine), session)
        workers = make_workers(web.inbox, web.answer)
        workers.start()
        health = Health(engine, DatabaseHealth(engine), Metrics(), lambda: web.is_receiving, lambda: web.is_answering)
        routes = [Webhook(SecretStr(SECRET), Intake(web.inbox, Triage())).route("/hook"), *health.routes()]
        async with serve(Address("127.0.0.1", 0), routes) as address:
            web.url = f"http://{address}"
            yield web
        await workers.stop(TIMEOUT)
