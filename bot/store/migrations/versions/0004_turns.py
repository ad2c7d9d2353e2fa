"""Create the times of recent calls, so that several processes keep Telegram's rate limits together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0004"
down_revision = "0003"

# One statement, so that no process holds the lock between round trips. Times ahead of the server's clock are from
# before it was set back, and do not count. LIMIT 1 makes the planner use the index even without statistics.
_TAKE = """
CREATE FUNCTION take_turn(asked varchar[], mosts int[], spans float8[])
RETURNS TABLE (held_by varchar, seconds float8, asked_for boolean) LANGUAGE plpgsql AS $$
DECLARE
    present float8;
BEGIN
    PERFORM pg_advisory_xact_lock(7787);
    present := extract(epoch FROM clock_timestamp());
    RETURN QUERY
        SELECT bound.place, ends.at - present, ends.pause
        FROM unnest(asked, mosts, spans) AS bound (place, most, span),
        LATERAL (SELECT * FROM turns WHERE place = bound.place LIMIT 1) AS here,
        LATERAL (VALUES
            (here.paused_at, here.paused_until, true),
            (here.times[bound.most], here.times[bound.most] + bound.span, false)
        ) AS ends (since, at, pause)
        WHERE ends.since <= present AND ends.at > present
        ORDER BY ends.pause DESC, ends.at DESC
        LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    INSERT INTO turns AS kept (place, times, gone_at)
        SELECT bound.place, ARRAY[present], present + max(bound.span)
        FROM unnest(asked, mosts, spans) AS bound (place, most, span)
        GROUP BY bound.place
        ON CONFLICT (place) DO UPDATE SET
            times = (present || kept.times)[1:(SELECT max(most) FROM unnest(mosts) AS most)],
            gone_at = greatest(kept.gone_at, excluded.gone_at);
END
$$
"""


def upgrade() -> None:
    """Create the table and its function. The table stays empty on SQLite, which has one process."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "turns",
        sa.Column("place", sa.String(32), primary_key=True),
        sa.Column("times", ARRAY(sa.Double).with_variant(sa.JSON, "sqlite"), nullable=False),
        sa.Column("paused_at", sa.Double),
        sa.Column("paused_until", sa.Double),
        sa.Column("gone_at", sa.Double, nullable=False),
        # Rows are worthless after a minute, and must not be in the server's write-ahead log.
        prefixes=["UNLOGGED"] if on_postgresql else [],
    )
    if on_postgresql:
        op.execute(_TAKE)
