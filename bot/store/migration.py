"""Brings a database to the newest version of its tables. Knows no table by name but Alembic's own."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, inspect, text

_OURS = 0x1E69
"""Any number: the name of the lock under which PostgreSQL is migrated by one process at a time."""


class NewerError(Exception):
    """A newer version of legwise wrote the database."""


def migrate(connection: Connection) -> None:
    """Run the steps that are missing, all or none: in the connection's transaction.

    Raises NewerError and SQLAlchemyError.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver begins none for DDL
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": _OURS})
    if version(connection) != newest():
        _upgrade(connection)


def version(connection: Connection) -> str | None:
    """The version of the tables, or None if there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def newest() -> str:
    """The version that the last of our steps leads to: the number that its file begins with."""
    steps = (step.name for step in files("bot.store.migrations.versions").iterdir())
    return max(name.partition("_")[0] for name in steps if name[0].isdigit())


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - it takes a seventh of a second, and is seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    try:
        command.upgrade(config, "head")
    except CommandError as unknown:
        raise NewerError from unknown
