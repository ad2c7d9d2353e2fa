"""Where a database is, and the errors that name it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseError
from bot.store.migration import NewerError

SETTING = "LEGWISE_DATABASE_URL"
_STATEMENT_POOLING = "statement pooling mode"  # in PgBouncer's error


@dataclass(frozen=True, slots=True)
class Location:
    """The address of a database, and the name of the setting or argument that has it."""

    url: URL
    name: str = SETTING

    @classmethod
    def parse(cls, url: str, name: str = SETTING) -> Self:
        """Parse a URL that `bot.config.urls` has checked."""
        return cls(make_url(url), name)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    def __str__(self) -> str:
        """Return the database's name for error messages, without its password."""
        if self.file:
            return str(self.file)
        return f"{self.name}: {self.url.set(query={}).render_as_string(hide_password=True)}"

    def error(self, reason: str, cure: str) -> DatabaseError:
        """Return the error of this database."""
        return DatabaseError(f"{self}: {reason}; {cure}.")

    def check_exists(self) -> None:
        """Raise an error if the file is missing, which would be created otherwise."""
        if self.file and not self.file.is_file():
            raise self.error("there is no such file", f"start `legwise run` once, or correct {self.name}")

    def older(self) -> DatabaseError:
        """Return the error of tables that an older version made, which only `legwise run` migrates."""
        return self.error("its tables are not of this version", "start `legwise run` on it once with this version")

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Raise the faults of the database as DatabaseError, with their cure."""
        try:
            yield
        except NewerError:
            cure = f"install that version, or set another database in {self.name}"
            raise self.error("was written by a newer legwise", cure) from None
        except (SQLAlchemyError, OSError) as fault:
            raise self.error(reason(fault), self._cure(fault)) from None

    def _cure(self, fault: Exception) -> str:
        if self.file:
            return f"set another file in {self.name}"
        if _STATEMENT_POOLING in str(fault):
            return "set the pooler's pool_mode to transaction or session, or give the server's own address"
        return "check the server and the address"


def reason(fault: Exception) -> str:
    """Return the driver's message in one line, without the exception's class."""
    text = str(getattr(fault, "orig", None) or fault).strip()
    return text.splitlines()[0].rpartition("'>: ")[2] if text else type(fault).__name__
