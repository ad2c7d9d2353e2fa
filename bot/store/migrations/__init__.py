"""Alembic migrations of the tables in `bot/store/tables.py`, run by `bot/store/migration.py`."""
