"""Add the rank of an update: emergencies are claimed before all others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column. Waiting updates are ranked when the content is loaded."""
    op.add_column("inbox", sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()))
    where = sa.text("claimant IS NULL AND urgent IS TRUE")
    op.create_index("ix_inbox_urgent", "inbox", ["update_id"], sqlite_where=where, postgresql_where=where)
