"""Create the table of daily counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("label", sa.String, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
