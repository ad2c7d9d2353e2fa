"""Fixtures of the operating tests: a runner, a PostgreSQL server, and notes on missing programs."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator import TOKEN, serve
from tests.bot import postgres_server
from tests.bot.database_fixtures import KEY
from tests.bot.operating import bare_debian, containers, page, systemd
from tests.bot.operating import nginx as nginx_server
from tests.bot.process import Runner

SET_TWICE = "setWebhook: 429 Too Many Requests: retry after 1"
"""Refused to the second of two replicas that start within a second, which retries."""


@pytest_asyncio.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    async with serve() as telegram:
        yield Runner(tmp_path, telegram)
        assert set(telegram.refused) <= {SET_TWICE}


@pytest.fixture
def postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL database, on a new server."""
    where = postgres_server.programs()
    if where is None:
        pytest.skip(postgres_server.CURE)
    with postgres_server.serving(where) as url:
        yield url


@pytest.fixture
def settings(runner: Runner) -> dict[str, str]:
    """The EnvironmentFile that an operator writes."""
    if not systemd.is_available():
        pytest.skip(systemd.NOT_AVAILABLE)
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": runner.server.url, "LEGWISE_KEY": KEY,
        "LEGWISE_CONTENT": str(systemd.CONTENT), "LEGWISE_RATE_LIMIT": "off",
    }  # fmt: skip


@pytest.fixture
def nginx() -> None:
    """Skip the test where nginx is not installed."""
    if nginx_server.find_program() is None:
        pytest.skip(nginx_server.NOT_INSTALLED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    available = {
        nginx_server.NOT_INSTALLED: nginx_server.find_program(),
        systemd.NOT_AVAILABLE: systemd.is_available(),
        containers.NOT_AVAILABLE: containers.is_available(),
        systemd.NO_ANALYZE: shutil.which("systemd-analyze"),
        bare_debian.NOT_INSTALLED: bare_debian.find_program(),
        page.NO_SQLITE: shutil.which("sqlite3"),
    }
    for note in (note for note, found in available.items() if not found):
        terminalreporter.write_line(note, yellow=True)
