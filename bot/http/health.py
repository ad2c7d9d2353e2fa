"""What load balancers, supervisors and Prometheus ask: is it alive, is it ready, what are its figures.

Tells numbers and fixed words only, so that it may be read by whoever reaches it; it belongs on loopback all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import TYPE, Metrics
from bot.store.sql import rows
from bot.store.tables import INBOX

PATIENCE = 5.0
"""Seconds that the database may take to answer."""


@dataclass(frozen=True, slots=True)
class Health:
    """The three pages. `heard` tells whether updates can come in from Telegram, `answering` whether any is answered."""

    engine: AsyncEngine
    metrics: Metrics
    heard: Callable[[], bool]
    answering: Callable[[], bool]
    clock: Callable[[], float] = time.time

    def routes(self) -> list[Route]:
        """Where they are."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready), Route("/metrics", self.figures)]

    async def alive(self, _: Request) -> Response:
        """200 as long as the process answers at all."""
        return PlainTextResponse("alive\n")

    async def ready(self, _: Request) -> Response:
        """200 if updates can be taken and answered, else 503; with the reason of each part."""
        told = {"database": await self._stand(), "telegram": self.heard(), "assistant": self.answering()}
        words = {part: "ok" if well else "failing" for part, well in told.items()}
        return JSONResponse(words, 200 if all(told.values()) else 503)

    async def figures(self, _: Request) -> Response:
        """The metrics, with how the inbox stands now."""
        await self._stand()
        return Response(self.metrics.page(), media_type=TYPE)

    async def _stand(self) -> bool:
        """Look how the inbox stands; return whether the database answers."""
        query = select(func.count(), func.min(INBOX.c.kept_at)).where(INBOX.c.lane.is_not(None))
        try:
            async with asyncio.timeout(PATIENCE):
                [(waiting, oldest)] = await rows(self.engine, query)
        except (SQLAlchemyError, TimeoutError):
            self.metrics.database_is(up=False)
            return False
        self.metrics.database_is(up=True)
        self.metrics.stand_at(waiting, self.clock() - oldest if waiting else 0.0)
        return True
