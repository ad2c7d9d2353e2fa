"""Pending updates and their lifetimes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.sample_updates import chose, pressed, said, typed
from tests.bot.simulator.client import Client


@pytest.mark.parametrize(
    ("update", "lifetime"),
    [(said("hi"), 86_400), (pressed("t"), 150), (chose("a", "fer"), 600), (typed("fer"), 30)],
    ids=["message", "press", "chosen", "inline"],
)
async def test_an_update_that_is_not_fetched_in_time_is_lost(
    client: Client, update: dict[str, Any], lifetime: float
) -> None:
    await client.server.queue(update)
    client.server.api.clock.advance(lifetime - 10)
    assert len(await client.poll(0)) == 1
    client.server.api.clock.advance(11)
    assert await client.poll(-10) == []
