"""`legwise move` as an operator runs it: what it prints, its errors, and a bot that goes on from the moved data."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config.settings import NAMES
from bot.models import ChatSettings, Vote
from bot.simulator import WAIT_TIMEOUT, serve
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from tests.bot.conftest import Chat, Clock, open_chat
from tests.bot.database_fixtures import KEY
from tests.bot.process import QUESTION, ROOT, Runner
from tests.bot.sample_updates import GROUP, pressed, said
from tests.bot.small_faq import TALKING, assistant

SHARED = "do my legs need magnesium?"
REPORT = ["answers 1", "chats 1", "daily_counts 0", "inbox 0", "shared 1", "votes 1"]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(params=["to PostgreSQL", "to SQLite"])
def way(request: pytest.FixtureRequest, sqlite: str, postgres: str) -> tuple[str, str]:
    """The addresses of source and target, both ways."""
    return (sqlite, postgres) if request.param == "to PostgreSQL" else (postgres, sqlite)


def legwise_move(*arguments: str, **settings: str) -> Result:
    """Run the command with settings."""
    return CliRunner(env=settings).invoke(app, ["move", *arguments], catch_exceptions=False)


def _rows(printed: str) -> list[str]:
    """Return the rows of the printed table, without its lines."""
    return [" ".join(line.replace("│", " ").split()) for line in printed.splitlines() if line.startswith("│")]


@asynccontextmanager
async def _chat(url: str, clock: Clock) -> AsyncIterator[Chat]:
    """Run the bot on a database."""
    async with (
        open_database(url) as engine,
        open_chat(Store(engine, Crypto(KEY), clock), assistant(TALKING), clock) as it,
    ):
        yield it


async def test_the_bot_goes_on_from_the_moved_data(way: tuple[str, str]) -> None:
    """It knows what "why?" leans on, who voted, what was shared, and what the admins of a group chose."""
    clock = Clock()
    async with _chat(way[0], clock) as chat:
        [answer] = await chat(said(QUESTION))
        helpful = dict(answer.buttons)["Helpful"]
        under = chat.api.posted[-1]
        await chat(pressed(helpful, under))
        await chat.store.shared.add(SHARED, "a" * 32)
        await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True))
    result = await asyncio.to_thread(legwise_move, *way)
    assert (result.exit_code, _rows(result.stdout)) == (0, REPORT)
    async with _chat(way[1], clock) as chat:
        [call] = await chat(said("why?"))
        assert call.text.startswith("About: What stores iron?")
        assert (await chat.store.votes.tally())["store"][Vote.HELPFUL] == 1
        await chat(pressed(helpful, under))
        assert (await chat.store.votes.tally())["store"][Vote.HELPFUL] == 1, "it is the same voter's"
        assert [question.text for question in await chat.store.shared.for_curators()] == [SHARED]
        [unprompted] = await chat(said(QUESTION, GROUP))
        assert unprompted.text.startswith(QUESTION)


def test_the_target_is_the_database_of_the_settings_unless_it_is_named(sqlite: str, tmp_path: Path) -> None:
    asyncio.run(_make(sqlite))
    target = f"sqlite+aiosqlite:///{tmp_path / 'target.sqlite3'}"
    result = legwise_move(sqlite, LEGWISE_DATABASE_URL=target)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(
        f"As many rows are now in {tmp_path / 'target.sqlite3'} as in {tmp_path / 'legwise.sqlite3'}, which is "
        "unchanged: delete it once the bot answers.\n"
    )
    assert legwise_move(sqlite, target).exit_code == 0, "it holds no rows"


def test_no_words_of_users_are_printed(sqlite: str, tmp_path: Path) -> None:
    asyncio.run(_make(sqlite, SHARED))
    result = legwise_move(sqlite, f"sqlite+aiosqlite:///{tmp_path / 'target.sqlite3'}")
    assert "shared 1" in _rows(result.stdout)
    assert not {"magnesium", "gAAAA"} & set(result.output.split())


@pytest.mark.parametrize("name", ["SOURCE", "TARGET"])
@pytest.mark.parametrize(
    ("url", "fault"),
    [
        (
            "/var/lib/legwise.sqlite3",
            "is not a database URL; write it as sqlite+aiosqlite:///FILE or",
        ),
        ("mysql://ann:secret@host/legwise", "is not a database that legwise can use; write it as"),
        ("postgresql://ann:secret@/", "has no host or no database name; write it as"),
    ],
)
def test_a_wrong_address_is_named_with_its_cure_and_without_its_password(
    sqlite: str, name: str, url: str, fault: str
) -> None:
    result = legwise_move(*((url, sqlite) if name == "SOURCE" else (sqlite, url)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{name} {fault}")
    assert "secret" not in result.stderr


def test_a_fault_of_a_database_is_one_line(sqlite: str, tmp_path: Path) -> None:
    result = legwise_move(sqlite, f"sqlite+aiosqlite:///{tmp_path / 'target.sqlite3'}")
    cure = "there is no such file; start `legwise run` once, or correct SOURCE.\n"
    assert (result.exit_code, result.stderr) == (2, f"{tmp_path / 'legwise.sqlite3'}: {cure}")


async def test_it_is_refused_while_a_bot_runs_on_the_source(way: tuple[str, str], tmp_path: Path) -> None:
    url, target = way
    async with serve() as telegram:
        runner = Runner(tmp_path, telegram)
        async with runner.run(LEGWISE_DATABASE_URL=url, LEGWISE_MODEL="off"):
            await telegram.queue(said(QUESTION))
            await telegram.sent(1)
            result = await asyncio.to_thread(legwise_move, url, target)
    assert result.exit_code == 2
    assert "another" in result.stderr
    assert "stop" in result.stderr


async def test_an_interruption_is_told_in_one_line(sqlite: str) -> None:
    """The server is silent, so that the move waits."""
    await _make(sqlite)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        target = f"postgresql://ann@127.0.0.1:{server.getsockname()[1]}/legwise"
        command = (sys.executable, "-m", "bot", "move", sqlite, target)
        process = await create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=PIPE)
        connection, _ = await asyncio.wait_for(asyncio.get_running_loop().sock_accept(server), WAIT_TIMEOUT)
        with connection:
            process.send_signal(signal.SIGINT)
            printed, errors = await asyncio.wait_for(process.communicate(), WAIT_TIMEOUT)
    assert (process.returncode, printed) == (1, b"")
    assert errors == b"interrupted: nothing was moved; run it again.\n"


async def _make(url: str, *shared: str) -> None:
    async with open_database(url) as engine:
        for question in shared:
            await Store(engine, Crypto(KEY)).shared.add(question, "a" * 32)
