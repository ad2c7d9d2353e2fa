"""A client of the simulator over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.simulator import TOKEN, BotApiSimulator
from tests.bot.sample_updates import said

SPEED = 100.0
"""Factor by which waits are shortened. The simulator's clock is stopped."""


@dataclass
class Client:
    """Calls the simulator."""

    server: BotApiSimulator
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **values: Any) -> tuple[int, Any]:
        """Make a call; return its status, and its result or the description of the error."""
        async with self.session.post(f"{self.server.url}/bot{TOKEN}/{method}", json=values) as response:
            body = await response.json()
            return response.status, body["result"] if body["ok"] else body["description"]

    async def poll(self, offset: int = 0, **values: Any) -> list[int]:
        """Call getUpdates; return the ids of the updates."""
        _, result = await self("getUpdates", offset=offset, **values)
        return [update["update_id"] for update in result]


def numbered(*numbers: int) -> list[dict[str, Any]]:
    """Return updates with the given ids."""
    return [said("hi") | {"update_id": number} for number in numbers]
