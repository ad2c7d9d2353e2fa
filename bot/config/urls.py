"""The URLs and addresses in settings.

The functions return a valid value, or raise ValueError with the fault and its cure, to follow the setting's name.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, unquote, urlsplit

if TYPE_CHECKING:  # imported in the functions, because the curator's commands start without it
    from sqlalchemy import URL

SQLITE, POSTGRES = "sqlite+aiosqlite", "postgresql+asyncpg"
_POSTGRES_SCHEMES = {"postgres", "postgresql", POSTGRES}
_POSTGRES_OPTIONS = {"host", "port", "ssl", "sslmode"}
# In the addresses that providers hand out, for other drivers; here they change nothing.
_IGNORED_OPTIONS = {
    "channel_binding",
    "connection_limit",
    "gssencmode",
    "pgbouncer",
    "pool_timeout",
    "prepared_statement_cache_size",
    "statement_cache_size",
}
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
_WEBHOOK_PORTS = (80, 88, 443, 8443)
_DEFAULT_PORTS = {"https": 443, "http": 80}
BACKLOG = 128
"""Connections that wait to be accepted, at most."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address to listen on. Port 0 is any free port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse HOST:PORT; an IPv6 host is in brackets."""
        try:
            parts = urlsplit(f"//{text.strip()}")
            if parts.netloc == text.strip() and parts.hostname and parts.port and parts.username is None:
                return cls(parts.hostname, parts.port)
        except ValueError:
            pass
        raise ValueError("is not an address to listen on; write it as HOST:PORT, such as 127.0.0.1:8080")

    def bound(self) -> socket.socket:
        """Return a socket that listens here. Raises OSError."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        return socket.create_server((self.host, self.port), family=family, backlog=BACKLOG)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def same_url(one: str, other: str) -> bool:
    """Return whether two URLs are the same but for the way in which characters are encoded."""
    return unquote(one) == unquote(other)


def api_url(url: str) -> str:
    """Return the URL of a Bot API server without a slash at the end."""
    cure = "write it as https://HOST or http://HOST:PORT"
    parts = _split(url, cure)
    if parts.scheme not in _DEFAULT_PORTS or not _is_plain(parts):
        raise ValueError(f"is not the URL of a Bot API server; {cure}")
    return parts.geturl().rstrip("/")


def webhook_url(url: str, *, is_own_server: bool) -> str:
    """Return the URL of the webhook. An own Bot API server pushes to any port, also by HTTP."""
    cure = "write it as https://HOST/PATH"
    parts = _split(url, cure)
    if parts.scheme not in (_DEFAULT_PORTS if is_own_server else {"https"}) or not _is_plain(parts):
        raise ValueError(f"is not a URL that Telegram can push to; {cure}")
    if not is_own_server and (parts.port or _DEFAULT_PORTS[parts.scheme]) not in _WEBHOOK_PORTS:
        ports = ", ".join(map(str, _WEBHOOK_PORTS))
        raise ValueError(f"has a port that Telegram does not push to; use one of {ports}")
    return parts.geturl()


def webhook_secret(text: str, *, is_required: bool) -> str:
    """Return the webhook's secret; it may be empty if it is not required."""
    cure = "`openssl rand -hex 32` makes one, which all replicas share"
    if is_required and not text.strip():
        raise ValueError(f"is not set, and without it the webhook would accept updates from anyone; {cure}")
    if text.strip() and not _SECRET.fullmatch(text.strip()):
        raise ValueError(f"is not 16 to 256 of A-Z, a-z, 0-9, _ and -; {cure}")
    return text.strip()


def database_url(url: str) -> str:
    """Return the URL of a SQLite file or a PostgreSQL database, with the driver and its options."""
    from sqlalchemy import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    cure = f"write it as {SQLITE}:///FILE or {POSTGRES}://USER:PASSWORD@HOST/NAME"
    try:
        parts = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise ValueError(f"is not a database URL; {cure}") from None
    if parts.drivername in _POSTGRES_SCHEMES:
        postgres = _postgres_url(parts)
        return url.strip() if postgres == parts else postgres.render_as_string(hide_password=False)
    if parts.drivername != SQLITE or parts.host or parts.query:
        raise ValueError(f"is not a database that legwise can use; {cure}")
    if not parts.database or parts.database.startswith((":memory:", "file:")):
        raise ValueError(f"has no file, so questions would be lost at a restart; write it as {SQLITE}:///FILE")
    return url.strip()


def _postgres_url(parts: URL) -> URL:
    if not parts.database or not (parts.host or "host" in parts.query):
        raise ValueError(f"has no host or no database name; write it as {POSTGRES}://USER:PASSWORD@HOST/NAME")
    options = {name: value for name, value in parts.query.items() if name not in _IGNORED_OPTIONS}
    if "sslrootcert" in options:
        raise ValueError("has the option sslrootcert; remove it, and set PGSSLROOTCERT in the environment to its file")
    if unknown := sorted(options.keys() - _POSTGRES_OPTIONS):
        raise ValueError(f"has an unknown option {unknown[0]}; use only {', '.join(sorted(_POSTGRES_OPTIONS))}")
    mode = options.pop("sslmode", None) or options.pop("ssl", None)
    if mode is not None:
        options["ssl"] = _ssl_mode(mode)
    return parts.set(drivername=POSTGRES, query=options)


def _ssl_mode(mode: str | tuple[str, ...]) -> str:
    mode = "require" if mode == "true" else mode
    if mode not in _SSL_MODES:
        raise ValueError(f"has an unknown value of ssl or sslmode; use one of {', '.join(_SSL_MODES)}")
    return str(mode)


def _split(url: str, cure: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - parses the port
    except ValueError:
        raise ValueError(f"is not a URL; {cure}") from None
    return parts


def _is_plain(parts: SplitResult) -> bool:
    extras = (
        parts.query
        or parts.fragment
        or parts.username
        or " " in parts.geturl()
        or set("{}") & set(unquote(parts.geturl()))
    )
    return bool(parts.hostname) and parts.port != 0 and not extras
