"""The desk reads the bot's database while the bot holds it, on SQLite and PostgreSQL, and creates nothing there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config.settings import StoreSettings, read_desk
from bot.desk.database import open_desk_database
from bot.desk.trial.trial import Trial
from bot.errors import CryptoError, DatabaseError
from bot.models import Vote
from bot.store.database import open_database
from bot.store.votes import Votes
from tests.bot.database_fixtures import KEY

pytestmark = pytest.mark.asyncio(loop_scope="module")
ReadSettings = Callable[..., StoreSettings]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ReadSettings:
    """Read settings from an environment that has these alone."""

    def read_these(**settings: str) -> StoreSettings:
        for name in ("DATA", "CONFIG"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        return read_desk()

    return read_these


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_without_a_database_the_questions_are_those_of_the_trial(trial: Trial, read: ReadSettings) -> None:
    for settings in (None, read()):
        async with open_desk_database(settings, trial) as database:
            assert database.engine is trial.runtime.engine
            assert database.label == "this trial"


async def test_two_curators_read_and_write_while_the_bot_does(
    trial: Trial, read: ReadSettings, database_url: str
) -> None:
    settings = read(LEGWISE_DATABASE_URL=database_url, LEGWISE_KEY=KEY)
    async with (
        open_database(database_url) as bot,
        open_desk_database(settings, trial) as one,
        open_desk_database(settings, trial) as other,
    ):
        for n, each in enumerate((bot, one.engine, other.engine)):
            await Votes(each).cast(str(n), "asked", "ferritin", Vote.HELPFUL)
            for reader in (bot, one.engine, other.engine):
                assert (await Votes(reader).tally())["ferritin"][Vote.HELPFUL] == n + 1
        assert one.crypto.decrypt(other.crypto.encrypt("is it low?")) == "is it low?"
        assert one.label == "the bot's database"


async def test_the_default_database_is_used_if_there_is_one(trial: Trial, read: ReadSettings) -> None:
    settings = read(LEGWISE_KEY=KEY)
    async with open_database(settings.database_url.get_secret_value()), open_desk_database(settings, trial) as database:
        assert database.label == "the bot's database"


async def test_a_database_that_is_named_and_missing_is_told_and_not_created(
    trial: Trial, read: ReadSettings, tmp_path: Path
) -> None:
    settings = read(LEGWISE_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/none.sqlite3", LEGWISE_KEY=KEY)
    with pytest.raises(DatabaseError, match=r"none.sqlite3: there is no such file; start `legwise run` once"):
        async with open_desk_database(settings, trial):
            pass
    assert _files(tmp_path) == []


async def test_no_key_is_created_that_could_read_nothing(trial: Trial, read: ReadSettings, sqlite: str) -> None:
    async with open_database(sqlite):
        settings = read(LEGWISE_DATABASE_URL=sqlite)
        with pytest.raises(CryptoError, match=r"key: there is no key for the questions of .*; set LEGWISE_KEY"):
            async with open_desk_database(settings, trial):
                pass


async def test_tables_of_another_version_are_not_touched(trial: Trial, read: ReadSettings, database_url: str) -> None:
    settings = read(LEGWISE_DATABASE_URL=database_url, LEGWISE_KEY=KEY)
    async with open_database(database_url) as bot:
        for version, told in (("0001", "not of this version; start `legwise run`"), ("9999", "newer legwise; install")):
            async with bot.begin() as connection:
                await connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
            with pytest.raises(DatabaseError, match=told):
                async with open_desk_database(settings, trial):
                    pass
