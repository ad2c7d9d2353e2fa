"""Backup and restore by the commands of the operator's page, while legwise answers; and a move to another database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.models import ChatSettings
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from tests.bot.database_fixtures import KEY
from tests.bot.operating import page
from tests.bot.operating.database import expire_leases, query
from tests.bot.process import QUESTION, ROOT, Runner, wait_for_exit
from tests.bot.sample_updates import ASKER, GROUP, PRIVATE, said

CHOSEN = replace(ChatSettings(), listen=True, cooldown=60)
WAITING = range(2000, 2030)
"""Users, more than are answered at once."""


@dataclass(frozen=True)
class Database:
    """A database: its URL, the replacements in the page's commands, and the environment of its programs."""

    name: str
    url: str
    replacements: dict[str, str]
    environment: dict[str, str]

    def run(self, action: str) -> None:
        """Run the page's commands for an action on this database."""
        page.run_commands(f"{action} {self.name}", self.replacements, self.environment)

    def delete(self) -> None:
        """Delete the database."""
        if self.name == "sqlite":
            for file in Path(self.replacements["/var/lib/legwise"]).glob("legwise.sqlite3*"):
                file.unlink()
        else:
            subprocess.run(["dropdb", "legwise"], check=True, env={**os.environ, **self.environment})


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    if shutil.which("sqlite3") is None:
        pytest.skip(page.NO_SQLITE)
    state = tmp_path / "state"
    state.mkdir()
    replacements = {"/var/lib/legwise": str(state), "/var/backups": str(tmp_path)}
    return Database("sqlite", f"sqlite+aiosqlite:///{state}/legwise.sqlite3", replacements, {})


@pytest.fixture
def shared(postgres: str, tmp_path: Path) -> Database:
    """A database of the role that the page creates, on the tests' server."""
    folder = str(make_url(postgres).query["host"])
    replacements = {"runuser -u postgres -- ": "", "/var/backups": str(tmp_path)}
    environment = {"PGHOST": folder, "PGUSER": "postgres"}
    database = Database("postgres", f"postgresql+asyncpg://legwise@/legwise?host={folder}", replacements, environment)
    no_prompt = replacements | {"--pwprompt ": ""}
    replace(database, replacements=no_prompt).run("database")
    return database


@pytest.fixture(params=["sqlite", "shared"])
def database(request: pytest.FixtureRequest) -> Database:
    database = request.getfixturevalue(request.param)
    assert isinstance(database, Database)
    return database


async def _chat_settings(database: Database, new: ChatSettings | None = None) -> ChatSettings:
    """Change the settings of a group, if there are new ones; return them."""
    async with open_database(database.url) as engine:
        chats = Store(engine, Crypto(KEY)).chats
        if new:
            await chats.change(GROUP["id"], new)
        return await chats.settings(GROUP["id"])


async def test_a_backup_made_while_it_answers_can_be_restored(runner: Runner, database: Database) -> None:
    """Questions that waited at the time of the backup are answered, and the settings of a group are restored."""
    telegram = runner.server
    await _chat_settings(database, CHOSEN)
    await telegram.queue(said(QUESTION))
    async with runner.run(LEGWISE_DATABASE_URL=database.url, LEGWISE_MODEL="off") as process:
        await telegram.sent(1)
        telegram.delay = 60.0
        await telegram.queue(
            *(said(QUESTION, PRIVATE | {"id": one}, from_=ASKER | {"id": one}) for one in WAITING)
        )  # fmt: skip
        await telegram.until(lambda: telegram.delayed_calls and not telegram.updates)
        database.run("backup")
        process.kill()
        await process.communicate()
    database.delete()
    database.run("restore")
    assert await _chat_settings(database) == CHOSEN
    if database.name == "postgres":
        await expire_leases(database.url)
    telegram.delay = 0.0
    async with runner.run(LEGWISE_DATABASE_URL=database.url, LEGWISE_MODEL="off") as process:
        await telegram.until(lambda: {call["chat_id"] for call in telegram.calls("sendMessage")} >= set(WAITING))
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert await query(database.url, "SELECT update_id FROM inbox WHERE body IS NOT NULL") == []


async def test_the_data_of_a_file_moves_to_the_server_and_back(
    sqlite: Database, shared: Database, tmp_path: Path
) -> None:
    (tmp_path / "legwise.env").write_text(f"LEGWISE_KEY={KEY}\nLEGWISE_DATABASE_URL={shared.url}\n")
    replacements = sqlite.replacements | {
        "/etc/legwise": str(tmp_path),
        "/opt/legwise/bin/legwise": f"{sys.executable} -m bot",
        "postgresql://legwise@127.0.0.1/legwise": shared.url,
    }
    await _chat_settings(sqlite, CHOSEN)
    page.run_commands("move postgres", replacements, {"PYTHONPATH": str(ROOT)})
    assert await _chat_settings(shared) == CHOSEN
    sqlite.delete()
    page.run_commands("move sqlite", replacements, {"PYTHONPATH": str(ROOT)})
    assert await _chat_settings(sqlite) == CHOSEN


def test_a_backup_is_readable_only_by_its_owner() -> None:
    for name in ("backup sqlite", "backup postgres"):
        assert page.commands(name)[0] == "umask 077"
