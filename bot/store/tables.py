"""The tables, at the latest revision. A change needs a migration in `bot/store/migrations/versions/`.

Users are stored as pseudonyms only (see `bot/store/crypto.py`); times are seconds since 1970.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
    text,
)

METADATA = MetaData()


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# A finished update has neither body nor lane, and is not marked urgent. A lane is a chat's or a user's id, negative
# for groups (is_group).
INBOX = Table(
    "inbox",
    METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", JSON(none_as_null=True)),
    Column("fault", String),
    Column("kept_at", BigInteger, nullable=False, index=True),
    Column("lane", BigInteger),
    Column("claimant", String(16)),
    Column("claimed_until", Double),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    _partial("ix_inbox_lane", "lane", "update_id", where="lane IS NOT NULL"),
    _partial("ix_inbox_private", "update_id", where="claimant IS NULL AND lane >= 0"),
    _partial("ix_inbox_groups", "update_id", where="claimant IS NULL AND lane < 0"),
    _partial("ix_inbox_urgent", "update_id", where="claimant IS NULL AND urgent IS TRUE"),
)

CHATS = Table(
    "chats",
    METADATA,
    Column("chat", String(32), primary_key=True),
    Column("listen", Boolean, nullable=False),
    Column("compact", Boolean, nullable=False),
    Column("remove_after", Integer, nullable=False),
    Column("cooldown", Integer, nullable=False),
    Column("who", String(16), nullable=False),
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat", String(32), primary_key=True),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger),
    Column("thread_id", BigInteger),
    Column("entry", String, nullable=False),
    Column("asker", String(32), nullable=False, index=True),
    Column("digest", String(16), nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("remove_at", BigInteger, index=True),
    Column("sealed_chat", LargeBinary),
    Column("part_of", BigInteger),
    Index("ix_answers_chat_message_id", "chat", "message_id"),
    Index("ix_answers_chat_at", "chat", "at"),
)

VOTES = Table(
    "votes",
    METADATA,
    Column("voter", String(32), primary_key=True),
    Column("about", String(64), primary_key=True),
    Column("entry", String, nullable=False),
    Column("vote", String(16), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

# Without SQLite's row ids, which would reveal the order in which questions were shared. The asker is no pseudonym of
# the other tables, so that a question cannot be joined with the votes and answers of its author.
SHARED = Table(
    "shared",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("day", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("asker", String(32)),
    Column("decision", String(16)),
    sqlite_with_rowid=False,
)

DAILY_COUNTS = Table(
    "daily_counts",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("label", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# The latest call first, and Telegram's pause. A place is a digest of a chat's id, or a limit of all chats.
TURNS = Table(
    "turns",
    METADATA,
    Column("place", String(32), primary_key=True),
    Column("times", ARRAY(Double).with_variant(JSON, "sqlite"), nullable=False),
    Column("paused_at", Double),
    Column("paused_until", Double),
    Column("gone_at", Double, nullable=False),
)
