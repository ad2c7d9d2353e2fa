"""What Alembic runs to migrate: over the connection that it is given, and in that connection's transaction."""

from __future__ import annotations

from alembic import context

from bot.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
