"""Backup and restore by the operating page's own commands, made while legwise answers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.models import ChatSettings
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.store import Store
from tests.bot.database_fixtures import KEY
from tests.bot.operating import page
from tests.bot.operating.lapse import claims_lapse, told
from tests.bot.sample_updates import ASKER, GROUP, PRIVATE, said
from tests.bot.test_run import QUESTION, House, ended

CHOSEN = replace(ChatSettings(), listen=True, cooldown=60)
WAITING = range(2000, 2030)
"""More people than are answered at once."""


@dataclass(frozen=True)
class StoredUpdate:
    """A database: its address, the words of the page with those of the test, and what its programs are told."""

    name: str
    url: str
    places: dict[str, str]
    environment: dict[str, str]

    def run(self, what: str) -> None:
        """Run the page's commands for this database."""
        page.run(f"{what} {self.name}", self.places, self.environment)

    def lose(self) -> None:
        """Lose all of it."""
        if self.name == "sqlite":
            for file in Path(self.places["/var/lib/legwise"]).glob("legwise.sqlite3*"):
                file.unlink()
        else:
            subprocess.run(["dropdb", "legwise"], check=True, env={**os.environ, **self.environment})


@pytest.fixture
def sqlite(tmp_path: Path) -> StoredUpdate:
    if shutil.which("sqlite3") is None:
        pytest.skip(page.NO_SQLITE)
    state = tmp_path / "state"
    state.mkdir()
    places = {"/var/lib/legwise": str(state), "/var/backups": str(tmp_path)}
    return StoredUpdate("sqlite", f"sqlite+aiosqlite:///{state}/legwise.sqlite3", places, {})


@pytest.fixture
def shared(postgres: str, tmp_path: Path) -> StoredUpdate:
    """A database of the role that the page makes, on a server that its programs are led to."""
    folder = str(make_url(postgres).query["host"])
    places = {"runuser -u postgres -- ": "", "/var/backups": str(tmp_path)}
    kept = StoredUpdate("postgres", f"postgresql+asyncpg://legwise@/legwise?host={folder}", places, {
        "PGHOST": folder, "PGUSER": "postgres",
    })  # fmt: skip
    nobody_types = {"--pwprompt ": ""}
    replace(kept, places=kept.places | nobody_types).run("database")
    return kept


@pytest.fixture(params=["sqlite", "shared"])
def kept(request: pytest.FixtureRequest) -> StoredUpdate:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, StoredUpdate)
    return found


async def _chosen(kept: StoredUpdate, settings: ChatSettings | None = None) -> ChatSettings:
    """The settings of a group; new ones are kept first."""
    async with opened(kept.url) as engine:
        chats = Store.of(engine, Crypto.of(KEY)).chats
        if settings:
            await chats.change(GROUP["id"], settings)
        return await chats.settings(GROUP["id"])


async def test_what_was_backed_up_while_it_answered_is_answered_after_a_restore(
    house: House, kept: StoredUpdate
) -> None:
    """Questions that waited at the backup get their answer, and what a group chose holds again."""
    telegram = house.server
    await _chosen(kept, CHOSEN)
    await telegram.queue(said(QUESTION))
    async with house.running(LEGWISE_DATABASE_URL=kept.url, LEGWISE_MODEL="off") as process:
        await telegram.sent(1)
        telegram.delay = 60.0
        await telegram.queue(
            *(said(QUESTION, PRIVATE | {"id": one}, from_=ASKER | {"id": one}) for one in WAITING)
        )  # fmt: skip
        await telegram.until(lambda: telegram.held and not telegram.updates)
        kept.run("backup")
        process.kill()
        await process.communicate()
    kept.lose()
    kept.run("restore")
    assert await _chosen(kept) == CHOSEN
    if kept.name == "postgres":
        await claims_lapse(kept.url)
    telegram.delay = 0.0
    async with house.running(LEGWISE_DATABASE_URL=kept.url, LEGWISE_MODEL="off") as process:
        await telegram.until(lambda: {call["chat_id"] for call in telegram.calls("sendMessage")} >= set(WAITING))
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert await told(kept.url, "SELECT update_id FROM inbox WHERE body IS NOT NULL") == []


def test_a_backup_is_for_its_owner_alone() -> None:
    for name in ("backup sqlite", "backup postgres"):
        assert page.commands(name)[0] == "umask 077"
