"""Fixtures of the operating tests: a house to run in, a PostgreSQL database, and what is told where a program lacks."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator import serving
from tests.bot import postgres_server
from tests.bot.operating import page, proxy, sealed
from tests.bot.test_run import House

TWICE = "setWebhook: 429 Too Many Requests: retry after 1"
"""What Telegram tells the second of two replicas that start within a second; it is waited out."""


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with serving() as telegram:
        yield House(tmp_path, telegram)
        assert set(telegram.refused) <= {TWICE}


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database, on a server of its own."""
    where = postgres_server.programs()
    if where is None:
        pytest.skip(postgres_server.CURE)
    with postgres_server.serving(where) as url:
        yield url


@pytest.fixture
def nginx() -> None:
    """Wants nginx."""
    if proxy.program() is None:
        pytest.skip(proxy.CURE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    there = {
        proxy.CURE: proxy.program(),
        sealed.CURE: sealed.can_be(),
        sealed.NO_ANALYZE: shutil.which("systemd-analyze"),
        page.NO_SQLITE: shutil.which("sqlite3"),
    }
    for cure in (cure for cure, found in there.items() if not found):
        terminalreporter.write_line(cure, yellow=True)
