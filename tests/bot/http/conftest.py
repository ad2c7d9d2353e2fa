"""The fixture of an HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.updates.inbox_helpers import inbox_in
from tests.bot.web import WebServer, serving


@pytest_asyncio.fixture
async def web(tmp_path: Path) -> AsyncIterator[WebServer]:
    """Run the HTTP server."""
    async with inbox_in(tmp_path) as inbox, serving(inbox.engine) as running:
        yield running
