"""Checks the database of the settings, also while a bot that runs has it open."""

from __future__ import annotations

import stat
from pathlib import Path

from bot.config.settings import StoreSettings, key_file
from bot.errors import CryptoError, DatabaseError
from bot.health import database
from bot.health.content import parts
from bot.health.database import DatabaseHealth
from bot.health.finding import Finding
from bot.health.folders import check_folder, space_left
from bot.store.crypto import read_or_create
from bot.store.database import State, open_existing, state

_OTHERS = stat.S_IROTH | stat.S_IWOTH


def check_key(settings: StoreSettings) -> Finding:
    """Read the key; it is not created."""
    file = key_file()
    if settings.key or not file.exists():
        return Finding("key", "LEGWISE_KEY" if settings.key else f"`legwise run` creates it in {file}")
    try:
        read_or_create(file)
    except CryptoError as fault:
        return Finding("key", *parts(fault))
    return Finding("key", str(file))


async def check_database(settings: StoreSettings) -> Finding:
    """Connect, compare the version of the tables, and try a write."""
    url = settings.database_url.get_secret_value()
    file = settings.location().file
    if file and not file.exists():
        return Finding(database.SUBJECT, f"`legwise run` creates it in {file}")
    try:
        async with open_existing(url) as engine:
            match await state(engine):
                case State.NEWER:
                    cure = "install that version, or set another database in LEGWISE_DATABASE_URL"
                    return Finding(database.SUBJECT, "a newer legwise wrote it", cure)
                case State.OLDER:
                    return Finding(database.SUBJECT, "`legwise run` will upgrade it")
                case State.CURRENT:
                    found = await DatabaseHealth(engine).check()
    except DatabaseError as fault:
        return (space_left(database.SUBJECT, file.parent) if file else None) or Finding(database.SUBJECT, *parts(fault))
    return _private(file, found) if file and found.is_ok else found


def check_disk(settings: StoreSettings) -> Finding:
    """Write to the folder of a SQLite file, or with PostgreSQL to the working folder."""
    file = settings.location().file
    return check_folder("disk", file.parent if file else Path.cwd(), "LEGWISE_DATABASE_URL")


def _private(file: Path, found: Finding) -> Finding:
    if file.stat().st_mode & _OTHERS and file.parent.stat().st_mode & stat.S_IXOTH:
        what = f"{file} can be read by every user of this machine"
        return Finding(found.subject, what, f"chmod 600 {file}*")
    return Finding(found.subject, f"{file} can be read and written")
