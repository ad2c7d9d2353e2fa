"""Turns: how much was state written where, so that several processes keep to Telegram's limits together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0004"
down_revision = "0003"

# One statement, so that no process ever holds the lock while it thinks. By the server's clock; what lies ahead of it
# was noted before that was put back, and does not count. The limit of 1 has each place looked up by its index, also in
# a table that the server has no figures of yet.
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
    """Make the table, and what notes a turn in it. A SQLite file has one process, and stays without turns."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "turns",
        sa.Column("place", sa.String(32), primary_key=True),
        sa.Column("times", ARRAY(sa.Double).with_variant(sa.JSON, "sqlite"), nullable=False),
        sa.Column("paused_at", sa.Double),
        sa.Column("paused_until", sa.Double),
        sa.Column("gone_at", sa.Double, nullable=False),
        prefixes=["UNLOGGED"] if on_postgresql else [],  # worth nothing after a minute, and in no log of the server's
    )
    if on_postgresql:
        op.execute(_TAKE)
