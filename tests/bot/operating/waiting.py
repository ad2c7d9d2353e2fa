"""Waits for changes in other processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.simulator import WAIT_TIMEOUT

Value = TypeVar("Value")


async def wait_until(read: Callable[[], Awaitable[Value]], condition: Callable[[Value], bool]) -> Value:
    """Read a value until it meets a condition; return it."""
    async with asyncio.timeout(WAIT_TIMEOUT):
        while not condition(value := await read()):  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.05)
    return value
