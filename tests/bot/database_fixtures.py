"""Database fixtures: tests run on SQLite, and on PostgreSQL, direct and pooled, if that is installed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from tests.bot import pgbouncer_server
from tests.bot.postgres_server import CURE, programs, serving

KEY = "a2V5IG9mIHRoZSB0ZXN0cywgb2YgMzIgYnl0ZXMhISE="
NOON = 1_795_348_800
"""22 November 2026, 12:00 UTC."""


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    folder = programs()
    if folder is None:
        pytest.skip(CURE)
    with serving(folder) as url:
        yield url


@pytest_asyncio.fixture
async def postgres(server: str) -> str:
    """The address of an empty PostgreSQL database."""
    engine = create_async_engine(server)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return server


@pytest.fixture
def pgbouncer(postgres: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database behind a PgBouncer of the test's own, in transaction mode."""
    program = pgbouncer_server.find_program()
    if program is None:
        pytest.skip(pgbouncer_server.CURE)
    with pgbouncer_server.pooling(program, postgres) as url:
        yield url


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres", "pgbouncer"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    url = request.getfixturevalue(request.param)
    assert isinstance(url, str)
    return url


@pytest.fixture(params=["postgres", "pgbouncer"])
def shared_database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty PostgreSQL database, direct and behind PgBouncer."""
    url = request.getfixturevalue(request.param)
    assert isinstance(url, str)
    return url


@pytest_asyncio.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(database_url) as ready:
        yield ready


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def crypto() -> Crypto:
    return Crypto(KEY)


@pytest.fixture
def store(engine: AsyncEngine, crypto: Crypto, clock: Clock) -> Store:
    return Store(engine, crypto, clock)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if programs() is None:
        terminalreporter.write_line(CURE, yellow=True)
    if pgbouncer_server.find_program() is None:
        terminalreporter.write_line(pgbouncer_server.CURE, yellow=True)
