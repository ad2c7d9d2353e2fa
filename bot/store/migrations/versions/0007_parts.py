"""Add the answer that a message belongs to: the sources of an answer go when the answer goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column. Sources posted before belong to no answer, because nothing was recorded of them."""
    op.add_column("answers", sa.Column("part_of", sa.BigInteger))
