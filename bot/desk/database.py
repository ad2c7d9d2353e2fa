"""Opens the database of the desk's questions and counts: that of the bot, or that of the trial."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config.settings import StoreSettings, key_file
from bot.desk.trial.trial import Trial
from bot.errors import CryptoError
from bot.store.crypto import Crypto
from bot.store.database import open_beside
from bot.store.location import Location


@dataclass(frozen=True, slots=True)
class DeskDatabase:
    """An open database with the key of its texts.

    Attributes:
        label: names it on the pages.

    """

    engine: AsyncEngine
    crypto: Crypto
    label: str


@asynccontextmanager
async def open_desk_database(settings: StoreSettings | None, trial: Trial) -> AsyncIterator[DeskDatabase]:
    """Open the database of the settings, also while the bot runs, or that of the trial if there is none.

    Nothing is created or migrated. Raises DatabaseError and CryptoError.
    """
    if settings is None or not has_database(settings):
        yield DeskDatabase(trial.runtime.engine, trial.settings.crypto(), "this trial")
        return
    location = settings.location()
    crypto = _existing_key(settings, location)
    async with open_beside(settings.database_url.get_secret_value()) as engine:
        yield DeskDatabase(engine, crypto, "the bot's database")


def has_database(settings: StoreSettings) -> bool:
    """Return whether a database is set, or the default one exists."""
    file = settings.location().file
    return "database_url" in settings.model_fields_set or (file is not None and file.is_file())


def _existing_key(settings: StoreSettings, location: Location) -> Crypto:
    """Return the key; a new one could read nothing. Raises CryptoError."""
    if settings.key is None and not key_file().is_file():
        cure = "set LEGWISE_KEY to the bot's key, or start the desk with --trial"
        raise CryptoError(f"{key_file()}: there is no key for the questions of {location}; {cure}.")
    return settings.crypto()
