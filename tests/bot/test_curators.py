"""`legwise shared`: the curators' reports, and the errors without a database or its key."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config.settings import NAMES
from bot.models import Vote
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from tests.bot.database_fixtures import KEY, NOON


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Return the URL of the database in the settings."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGWISE_KEY", KEY)
    monkeypatch.setenv("LEGWISE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}")
    return f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}"


def shared(*options: str) -> Result:
    """Run `legwise shared`."""
    return CliRunner().invoke(app, ["shared", *options])


async def _fill(url: str) -> None:
    async with open_database(url) as engine:
        store = Store(engine, Crypto(KEY), lambda: NOON)
        await store.shared.add("is [b]18[/b] low?", "a" * 32)
        await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        await store.votes.cast("a" * 32, "1" * 16, "", Vote.NONE_OF_THESE)


def test_the_shared_questions_are_printed_with_their_day(url: str) -> None:
    asyncio.run(_fill(url))
    assert shared().stdout == "2026-11-22  is [b][number][/b] low?\n"


def test_the_votes_are_printed_by_entry(url: str) -> None:
    asyncio.run(_fill(url))
    lines = [line.replace("┃", "│") for line in shared("--votes").stdout.splitlines()]
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")]
    assert rows == [
        ["entry", "helpful", "unhelpful", "none-of-these"],
        ["(no entry)", "0", "0", "1"],
        ["low", "1", "0", "0"],
    ]


def test_without_a_database_the_error_is_one_line_with_the_cure(tmp_path: Path) -> None:
    result = shared()
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{tmp_path / 'legwise.sqlite3'}: there is no such file; start `legwise run` once")


def test_with_another_key_the_error_is_one_line_with_the_cure(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_fill(url))
    monkeypatch.setenv("LEGWISE_KEY", "A" * 43 + "=")
    assert shared().stderr == "LEGWISE_KEY: the stored data was encrypted with another key; set that one.\n"
