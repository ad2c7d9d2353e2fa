"""The database's health: a write is tried, and what fails is named with its cure, in `/readyz` and in the log."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.health import database
from bot.health.database import DatabaseHealth
from bot.health.finding import Finding
from bot.store.database import open_database
from tests.bot.health.disks import full, mounted

OK = Finding("database", "ok")


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[DatabaseHealth, Path]]:
    file = folder / "legwise.sqlite3"
    async with open_database(f"sqlite+aiosqlite:///{file}") as engine:
        yield DatabaseHealth(engine), file


async def test_a_database_that_can_be_written_is_well_and_nothing_of_the_try_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path) as (health, file):
        assert await health.check() == OK
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM inbox").fetchall() == [(0,)]
    connection.close()


async def test_postgresql_is_tried_by_a_write_too(postgres: str) -> None:
    async with open_database(postgres) as engine:
        assert await DatabaseHealth(engine).check() == OK
        async with engine.connect() as connection:
            await connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            await connection.commit()
        finding = await DatabaseHealth(engine).check()
    assert (finding.what.partition(": ")[2], finding.cure) == (
        "the server accepts reads only", "connect to the primary server",
    )  # fmt: skip


async def test_a_full_disk_is_named_and_logged_once_until_there_is_space_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.health")
    with mounted(tmp_path / "disk") as disk:
        async with opened(disk) as (health, _):
            with full(disk):
                finding = await health.check()
                await health.check()
            assert await health.check() == OK
    assert finding.what == f"no space left on the disk of {disk}"
    assert finding.cure.startswith("free some space on it")
    failed, works = (record.getMessage() for record in caplog.records)
    assert failed == f"the database fails: {finding.what}; {finding.cure}"
    assert works == "the database works again"


async def test_a_disk_that_is_nearly_full_is_named_before_it_is_full(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        async with opened(disk) as (health, _):
            (disk / "large").write_bytes(bytes(20_000_000))
            finding = await health.check()
    assert finding.what.startswith("only ")
    assert finding.what.endswith(f" MB are left on the disk of {disk}")


@pytest.mark.parametrize("is_replaced", [False, True])
async def test_a_file_that_was_deleted_or_replaced_is_noticed_though_it_can_still_be_read(
    tmp_path: Path, is_replaced: bool
) -> None:
    async with opened(tmp_path) as (health, file):
        file.unlink()
        if is_replaced:
            file.touch()
        finding = await health.check()
    assert finding.what.startswith(f"{file} was deleted or replaced")
    assert finding.cure.startswith("restart legwise")


async def test_a_locked_database_is_named_in_time_and_tried_by_one_write_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TIMEOUT", 0.2)
    async with opened(tmp_path) as (health, file):
        other = sqlite3.connect(file)
        other.execute("BEGIN IMMEDIATE")
        findings = await asyncio.gather(health.check(), health.check())
        other.close()
        assert all("did not respond within 0.2 s" in finding.what for finding in findings)
        while not (finding := await health.check()).is_ok:
            assert "locked" in finding.cure
