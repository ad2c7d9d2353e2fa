"""Health checks and metrics over HTTP: numbers and fixed words only, without user data."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.store.sql import rows
from bot.store.tables import INBOX

DATABASE_TIMEOUT = 5.0
"""Seconds for the database to respond."""


class Health:
    """The endpoints `/healthz`, `/readyz` and `/metrics`."""

    def __init__(
        self,
        engine: AsyncEngine,
        metrics: Metrics,
        is_receiving: Callable[[], bool],
        is_answering: Callable[[], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._metrics, self._clock = engine, metrics, clock
        self._is_receiving, self._is_answering = is_receiving, is_answering

    def routes(self) -> list[Route]:
        """Return the routes of the endpoints."""
        return [Route("/healthz", _alive), Route("/readyz", self._ready), Route("/metrics", self._show_metrics)]

    async def _ready(self, _: Request) -> Response:
        """Respond with 200 if updates can be received and answered, and with 503 otherwise."""
        parts = {
            "database": await self._update_inbox_metrics(),
            "telegram": self._is_receiving(),
            "assistant": self._is_answering(),
        }
        body = {part: "ok" if is_ok else "failing" for part, is_ok in parts.items()}
        return JSONResponse(body, 200 if all(parts.values()) else 503)

    async def _show_metrics(self, _: Request) -> Response:
        await self._update_inbox_metrics()
        return Response(self._metrics.page(), media_type=CONTENT_TYPE)

    async def _update_inbox_metrics(self) -> bool:
        """Return whether the database responds."""
        query = select(func.count(), func.min(INBOX.c.kept_at)).where(INBOX.c.lane.is_not(None))
        try:
            async with asyncio.timeout(DATABASE_TIMEOUT):
                [(waiting, oldest)] = await rows(self._engine, query)
        except (SQLAlchemyError, TimeoutError):
            self._metrics.set_database(is_up=False)
            return False
        self._metrics.set_database(is_up=True)
        self._metrics.set_queue(waiting, self._clock() - oldest if waiting else 0.0)
        return True


async def _alive(_: Request) -> Response:
    return PlainTextResponse("alive\n")
