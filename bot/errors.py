"""The operator errors of the bot, of which `faq.errors` draws the tree, and the causes of database and system faults.

A cause is told in fixed words, which quote neither a query nor its values.
"""

from __future__ import annotations

from dataclasses import dataclass

from faq.errors import OperatorError


class SettingsError(OperatorError):
    """The settings are wrong: one line for each fault."""


class DatabaseError(OperatorError):
    """The database cannot be opened."""


class CryptoError(OperatorError):
    """There is no usable key."""


class StartError(OperatorError):
    """A run cannot start or go on: Telegram is unreachable, or the content is unusable."""


class ListenError(StartError):
    """The HTTP port cannot be bound."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something failed, and what an operator can do."""

    reason: str
    cure: str


# By the names of SQLite's result codes and the codes of PostgreSQL, of which only the beginning counts:
# https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html
_CAUSES = {
    "SQLITE_FULL": Cause("no space left on the disk", "free some space on it, or move the database to another disk"),
    "SQLITE_IOERR": Cause("the disk reports an error", "check the disk (dmesg) and its free space"),
    "SQLITE_READONLY": Cause(
        "it may not be written", "make file and folder writable for the user that runs legwise, and the disk too"
    ),
    "SQLITE_CANTOPEN": Cause(
        "it cannot be opened", "let the user that runs legwise read and write the file and its folder"
    ),
    "SQLITE_BUSY": Cause("another process has locked it", "end the program that holds it open, such as a backup"),
    "SQLITE_CORRUPT": Cause("the file is damaged", "restore a backup"),
    "SQLITE_NOTADB": Cause("the file is not a database", "set another file in LEGWISE_DATABASE_URL"),
    "53100": Cause("no space left on the server's disk", "free some space on the server's disk"),
    "53": Cause("the server has no resources left", "give it more memory or connections"),
    "25006": Cause("the server accepts reads only", "connect to the primary server"),
    "42501": Cause("the role may not write its tables", "let the role own the database"),
    "28": Cause("the server rejects the role or its password", "correct LEGWISE_DATABASE_URL"),
    "57P": Cause("the server is starting or stopping", "wait for it, or start it"),
    "08": Cause("the server cannot be reached", "start the server, or correct LEGWISE_DATABASE_URL"),
}


def cause(error: BaseException) -> Cause | None:
    """Return the cause of a fault, also of one that SQLAlchemy wraps; None if it is not a known one."""
    origin = getattr(error, "orig", None) or error
    code = str(getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or "")
    if (known := next((_CAUSES[start] for start in _CAUSES if code and code.startswith(start)), None)) is not None:
        return known
    if isinstance(origin, OSError) and origin.strerror:
        return Cause(origin.strerror, "check the server, the disk and LEGWISE_DATABASE_URL")
    return None
