"""A database of version 0.1.0, which had only the inbox and no migrations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_SCRIPT = """
CREATE TABLE inbox (update_id BIGINT NOT NULL, body JSON, fault VARCHAR, kept_at BIGINT NOT NULL,
                    PRIMARY KEY (update_id));
CREATE INDEX ix_inbox_kept_at ON inbox (kept_at);
INSERT INTO inbox VALUES (7, '{"update_id": 7}', NULL, 1795348800), (8, NULL, 'KeyError', 1795348800);
"""


def file_of(url: str) -> Path:
    """Return the file of a SQLite address."""
    return Path(url.partition("///")[2])


def create_old_database(url: str) -> None:
    """Create the database at a SQLite address."""
    with closing(sqlite3.connect(file_of(url))) as connection:
        connection.executescript(_SCRIPT)
