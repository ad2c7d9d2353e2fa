"""Fixtures of an inbox in a SQLite file, and of an HTTP server on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.updates.inbox import Inbox
from tests.bot.updates.inbox_helpers import inbox_in
from tests.bot.web import WebServer, serving


@pytest_asyncio.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    """Open an inbox in `tmp_path`."""
    async with inbox_in(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture
async def web(inbox: Inbox) -> AsyncIterator[WebServer]:
    """Run the HTTP server."""
    async with serving(inbox.engine) as running:
        yield running
