"""The default location of the database."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def default_database_file() -> Path:
    """Return a SQLite file in the user's data directory."""
    return user_data_path("legwise") / "legwise.sqlite3"
