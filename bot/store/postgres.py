"""Opens engines for PostgreSQL, reached directly or through a connection pooler such as PgBouncer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# A pooler gives each transaction any of its connections, on which a statement that was prepared in another transaction
# is missing, or is another client's. So each statement is prepared anew and without a name. An address does not tell
# whether a pooler is behind it, so this holds for all.
_NO_NAMED_STATEMENTS = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": str,
}


def create_engine(url: URL, **options: Any) -> AsyncEngine:
    """Create an engine with further options of SQLAlchemy's. Raises ModuleNotFoundError without the driver."""
    # Parameters are hidden, because a logged fault must not quote user text.
    return create_async_engine(url, connect_args=_NO_NAMED_STATEMENTS, hide_parameters=True, **options)
