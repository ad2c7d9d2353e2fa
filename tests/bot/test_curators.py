"""`legwise shared`: what curators read in the terminal, and what they are told when there is nothing to read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import commands
from bot.config.settings import NAMES
from bot.models import Vote
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.store import Store
from tests.bot.database_fixtures import KEY, NOON


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of the database that the settings name."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGWISE_KEY", KEY)
    monkeypatch.setenv("LEGWISE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'kept'}")
    return f"sqlite+aiosqlite:///{tmp_path / 'kept'}"


def shared(*options: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(commands(), ["shared", *options])


async def _fill(url: str) -> None:
    async with opened(url) as engine:
        store = Store.of(engine, Crypto.of(KEY), lambda: NOON)
        await store.shared.add("is [b]18[/b] low?")
        await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        await store.votes.cast("a" * 32, "1" * 16, "", Vote.NONE_OF_THESE)


def test_curators_read_the_shared_questions_with_their_day(url: str) -> None:
    asyncio.run(_fill(url))
    assert shared().stdout == "2026-11-22  is [b][number][/b] low?\n"


def test_curators_read_how_people_voted_on_each_entry(url: str) -> None:
    asyncio.run(_fill(url))
    rows = [[cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]
            for line in shared("--votes").stdout.splitlines() if line[0] in "│┃"]  # fmt: skip
    assert rows == [
        ["entry", "helpful", "unhelpful", "none-of-these"],
        ["(no entry)", "0", "0", "1"],
        ["low", "1", "0", "0"],
    ]


def test_before_the_first_run_the_cure_is_told_in_one_line(tmp_path: Path) -> None:
    ended = shared()
    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"{tmp_path / 'kept'}: there is no such file; start `legwise run` once")


def test_with_another_key_the_cure_is_told_in_one_line(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_fill(url))
    monkeypatch.setenv("LEGWISE_KEY", "A" * 43 + "=")
    assert shared().stderr == "LEGWISE_KEY: what is kept was sealed with another key; give that one.\n"
