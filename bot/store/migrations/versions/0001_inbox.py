"""Create the inbox. It is older than the migrations, so it may exist already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.JSON),
        sa.Column("fault", sa.String),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_inbox_kept_at", "inbox", ["kept_at"], if_not_exists=True)
