"""Add claims on updates, so that several processes can share the inbox and keep the order within a chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns. Waiting updates get one lane, so they are answered in order."""
    op.add_column("inbox", sa.Column("lane", sa.BigInteger))
    op.add_column("inbox", sa.Column("claimant", sa.String(16)))
    op.add_column("inbox", sa.Column("claimed_until", sa.Double))
    op.execute("UPDATE inbox SET lane = 0 WHERE body IS NOT NULL")
    _index("ix_inbox_lane", ["lane", "update_id"], "lane IS NOT NULL")
    _index("ix_inbox_private", ["update_id"], "claimant IS NULL AND lane >= 0")
    _index("ix_inbox_groups", ["update_id"], "claimant IS NULL AND lane < 0")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "inbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
