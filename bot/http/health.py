"""Health checks and metrics over HTTP: numbers, fixed words and places, without user data."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.config.version import version
from bot.health.database import TIMEOUT, DatabaseHealth
from bot.health.finding import Finding
from bot.metrics import CONTENT_TYPE, Metrics
from bot.store.sql import rows
from bot.store.tables import INBOX


class Health:
    """The endpoints `/healthz`, `/readyz` and `/metrics`."""

    def __init__(
        self,
        engine: AsyncEngine,
        database: DatabaseHealth,
        metrics: Metrics,
        is_receiving: Callable[[], bool],
        is_answering: Callable[[], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._database, self._metrics, self._clock = engine, database, metrics, clock
        self._is_receiving, self._is_answering = is_receiving, is_answering

    def routes(self) -> list[Route]:
        """Return the routes of the endpoints."""
        return [Route("/healthz", _alive), Route("/readyz", self._ready), Route("/metrics", self._show_metrics)]

    async def _ready(self, _: Request) -> Response:
        """Respond with 200 if updates can be received, stored and answered; otherwise with 503 and the reason."""
        database = await self._check_database()
        parts = {
            "database": "ok" if database.is_ok else f"failing: {database.what}",
            "telegram": "ok" if self._is_receiving() else "failing",
            "assistant": "ok" if self._is_answering() else "failing",
        }
        is_ready = all(state == "ok" for state in parts.values())
        return JSONResponse(parts | {"version": version()}, 200 if is_ready else 503)

    async def _show_metrics(self, _: Request) -> Response:
        await self._check_database()
        return Response(self._metrics.page(), media_type=CONTENT_TYPE)

    async def _check_database(self) -> Finding:
        """Try the database, and update its metrics."""
        finding = await self._database.check()
        self._metrics.set_database(is_up=finding.is_ok)
        with suppress(SQLAlchemyError, TimeoutError):
            async with asyncio.timeout(TIMEOUT):
                await self._count_updates()
        return finding

    async def _count_updates(self) -> None:
        query = select(func.count(), func.min(INBOX.c.kept_at)).where(INBOX.c.lane.is_not(None))
        [(waiting, oldest)] = await rows(self._engine, query)
        self._metrics.set_queue(waiting, self._clock() - oldest if waiting else 0.0)


async def _alive(_: Request) -> Response:
    return PlainTextResponse("alive\n")
