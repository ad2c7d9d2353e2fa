"""Add who asked a shared question, as a pseudonym of its own kind, and the curators' decision on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns. Questions shared before have no asker, because nothing was recorded of them."""
    op.add_column("shared", sa.Column("asker", sa.String(32)))
    op.add_column("shared", sa.Column("decision", sa.String(16)))
