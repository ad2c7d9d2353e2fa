"""Checks the address to listen on by listening on it, or by asking the legwise that does."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.config.urls import Address
from bot.health.finding import Finding

SUBJECT = "address"
TIMEOUT = 3.0
"""Seconds for a process that listens already to tell what it is."""


async def check_address(address: Address | None) -> Finding:
    """Listen on the address; if that fails, legwise has to be what listens there."""
    if address is None:
        return Finding(SUBJECT, "none, so there is no /readyz; LEGWISE_LISTEN sets one")
    try:
        with address.bound():
            return Finding(SUBJECT, f"{address} is free")
    except OSError as fault:
        reason = fault.strerror or str(fault)
    if await _is_legwise(address):
        return Finding(SUBJECT, f"legwise listens on {address}")
    cure = "stop the process that uses it, or set another address in LEGWISE_LISTEN"
    return Finding(SUBJECT, f"cannot listen on {address}: {reason}", cure)


async def _is_legwise(address: Address) -> bool:
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            aiohttp.ClientSession() as session,
            session.get(f"http://{address}/healthz") as response,
        ):
            return await response.text() == "alive\n"
    except (aiohttp.ClientError, OSError, ValueError):
        return False
