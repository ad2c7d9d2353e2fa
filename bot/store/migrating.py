"""Brings a database to the newest version of its tables. Knows no table by name."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

_OURS = 0x1E69
"""Any number: the name of the lock under which PostgreSQL is migrated by one process at a time."""


def migrate(connection: Connection) -> None:
    """Run the steps that are missing, all or none: in the connection's transaction.

    Raises alembic.util.CommandError for a database of a newer version, and SQLAlchemyError.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver begins none for DDL
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": _OURS})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    command.upgrade(config, "head")
