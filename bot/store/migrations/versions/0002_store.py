"""Create the tables of the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    _chats()
    _answers()
    _votes()
    _shared_and_counts()


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat", sa.String(32), primary_key=True),
        sa.Column("listen", sa.Boolean, nullable=False),
        sa.Column("compact", sa.Boolean, nullable=False),
        sa.Column("remove_after", sa.Integer, nullable=False),
        sa.Column("cooldown", sa.Integer, nullable=False),
        sa.Column("who", sa.String(16), nullable=False),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("chat", sa.String(32), primary_key=True),
        sa.Column("question_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("entry", sa.String, nullable=False),
        sa.Column("asker", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("asked", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("remove_at", sa.BigInteger),
        sa.Column("sealed_chat", sa.LargeBinary),
    )
    for columns in (["asker"], ["at"], ["remove_at"], ["chat", "message_id"], ["chat", "at"]):
        op.create_index(f"ix_answers_{'_'.join(columns)}", "answers", columns)


def _votes() -> None:
    op.create_table(
        "votes",
        sa.Column("voter", sa.String(32), primary_key=True),
        sa.Column("about", sa.String(64), primary_key=True),
        sa.Column("entry", sa.String, nullable=False),
        sa.Column("vote", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_votes_at", "votes", ["at"])


def _shared_and_counts() -> None:
    op.create_table(
        "shared",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counts",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
