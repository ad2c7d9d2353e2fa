"""The steps from each older database to the one in `bot/store/tables.py`. Run by `bot/store/migration.py`."""
