"""Waits for what happens in other processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.simulator import PATIENCE

Seen = TypeVar("Seen")


async def soon(look: Callable[[], Awaitable[Seen]], met: Callable[[Seen], bool]) -> Seen:
    """Look until it is so; return what was seen then."""
    async with asyncio.timeout(PATIENCE):
        while not met(seen := await look()):  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.05)
    return seen
