"""The health checks: alive while the process responds, ready while updates can be received and answered."""

from __future__ import annotations

import json

from bot.config.version import version
from tests.bot.web import WebServer

OK = {"database": "ok", "telegram": "ok", "assistant": "ok", "version": version()}


async def test_it_is_ready_while_updates_can_be_received_stored_and_answered(web: WebServer) -> None:
    assert await _ready(web) == (200, OK)
    web.is_receiving = False
    assert await _ready(web) == (503, OK | {"telegram": "failing"})
    web.is_receiving, web.is_answering = True, False
    assert await _ready(web) == (503, OK | {"assistant": "failing"})


async def test_while_the_database_is_away_it_is_alive_and_not_ready(web: WebServer) -> None:
    async with web.without_database():
        status, parts = await _ready(web)
        assert (status, parts["telegram"]) == (503, "ok")
        assert parts["database"].startswith("failing: ")
        assert await web.get("/healthz") == (200, "alive\n")
        assert "legwise_database_up 0.0" in (await web.get("/metrics"))[1]
    assert await _ready(web) == (200, OK)
    assert "legwise_database_up 1.0" in (await web.get("/metrics"))[1]


async def test_the_metrics_show_the_updates_in_the_inbox(web: WebServer) -> None:
    status, page = await web.get("/metrics")
    assert status == 200
    assert "legwise_updates_waiting 0.0" in page
    async with web.engine.begin() as connection:
        await connection.exec_driver_sql("INSERT INTO inbox (update_id, kept_at, lane, claimant) VALUES (1, 1, 1, 'x')")
    page = (await web.get("/metrics"))[1]
    assert "legwise_updates_waiting 1.0" in page
    assert "legwise_oldest_waiting_seconds 0.0" not in page


async def _ready(web: WebServer) -> tuple[int, dict[str, str]]:
    status, text = await web.get("/readyz")
    return status, json.loads(text)
